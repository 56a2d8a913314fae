// Package office writes a document in the formats of office programs: text for
// Word and LibreOffice.
package office
