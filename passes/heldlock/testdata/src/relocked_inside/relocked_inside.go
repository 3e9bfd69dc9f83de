package relocked_inside

import "relocked_inside/importer"

func goodImport(im *importer.Importer) {
	s := im.NewSession()
	go s.Start()
	go s.Load() // what is wrong with it is said in its own package
}

func goodImportAndWait(im *importer.Importer) bool {
	s := im.NewSession()
	go s.Start()
	return s.Load()
}
