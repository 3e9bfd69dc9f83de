package modules

import (
	_ "github.com/pkg/errors"
	_ "github.com/sirupsen/logrus"
	_ "github.com/stretchr/testify/assert"
	_ "github.com/stretchr/testify/require"
	_ "go.uber.org/zap"
	_ "golang.org/x/sync/semaphore"
	_ "k8s.io/klog/v2"
)
