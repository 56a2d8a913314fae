// Package chart draws the plots of a document as pictures that stand on their
// own: SVG, and PNG for programs that cannot draw SVG.
package chart
