// Package office writes a document in the formats of office programs: text for
// Word and LibreOffice, sheets for Excel and Calc, a data file for statistics.
package office
