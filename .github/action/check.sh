#!/usr/bin/env bash
# What action.yml runs. The inputs come in the environment, so no shell ever reads
# them as code. Findings do not fail it: they are uploaded first.
set -euo pipefail

# Prints the path of chanlint: of the tool of this module, or of the version that is
# asked for.
install() {
	if [[ -z $INPUT_VERSION ]] && go tool -n chanlint 2>/dev/null; then
		return
	fi
	GOFLAGS='' GOBIN="$RUNNER_TEMP/chanlint" go install "github.com/chanlint/chanlint/cmd/chanlint@${INPUT_VERSION:-latest}"
	printf '%s\n' "$RUNNER_TEMP/chanlint/chanlint"
}

chanlint=$(install)
"$chanlint" version

text=$RUNNER_TEMP/chanlint.txt
annotations=$RUNNER_TEMP/chanlint.annotations
sarif=$RUNNER_TEMP/chanlint.sarif

args=(-level="$INPUT_LEVEL" -format=github -format="text:$text" -format="sarif:$sarif")
if [[ -n $INPUT_BASELINE ]]; then
	args+=(-baseline="$INPUT_BASELINE")
fi
if [[ -n $INPUT_NEW_FROM ]]; then
	args+=(-new-from="$INPUT_NEW_FROM")
fi
read -r -d '' -a words <<<"$INPUT_ARGS -- $INPUT_PACKAGES" || true
args+=("${words[@]}")

if [[ $INPUT_SUMMARY != true ]]; then
	unset GITHUB_STEP_SUMMARY
fi
code=0
"$chanlint" "${args[@]}" >"$annotations" || code=$?
if ((code > 1)); then
	exit "$code"
fi

# setup-go makes annotations of all lines that look like those of the compiler, and
# there are better ones.
printf '::remove-matcher owner=go::\n'
cat "$text"
if ((code == 1)); then
	printf '::group::Annotations\n'
	cat "$annotations"
	printf '::endgroup::\n'
fi
printf 'sarif=%s\nexit-code=%d\n' "$sarif" "$code" >>"$GITHUB_OUTPUT"
