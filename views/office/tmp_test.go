package office

import (
	"bytes"
	"os"
	"testing"
)

func TestTmp(t *testing.T) {
	d := sample()
	var b bytes.Buffer
	ODS(&b, d, sheetWords)
	os.WriteFile("/tmp/sheets-x.ods", b.Bytes(), 0o644)
	b.Reset()
	SAV(&b, d, sheetWords)
	os.WriteFile("/tmp/sheets-x.sav", b.Bytes(), 0o644)
	b.Reset()
	CSV(&b, d, sheetWords, ExcelCSV("nl"))
	os.WriteFile("/tmp/sheets-x.csv", b.Bytes(), 0o644)
	b.Reset()
	XLSX(&b, d, sheetWords)
	os.WriteFile("/tmp/sheets-x.xlsx", b.Bytes(), 0o644)
}
