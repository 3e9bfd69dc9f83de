package render

import (
	"strings"
	"unicode"
)

// width returns the number of columns that a visible text takes on a terminal.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

// clip shortens a text to a number of columns. It keeps the end of the text if
// that is where attention is, else the start.
func clip(s string, columns int, end bool) string {
	if width(s) <= columns {
		return s
	}
	runes := []rune(s)
	n := 1 // the ellipsis
	if end {
		i := len(runes)
		for i > 0 && n+runeWidth(runes[i-1]) <= columns {
			i--
			n += runeWidth(runes[i])
		}
		return "…" + string(runes[i:])
	}
	i := 0
	for i < len(runes) && n+runeWidth(runes[i]) <= columns {
		n += runeWidth(runes[i])
		i++
	}
	return string(runes[:i]) + "…"
}

// wrap breaks a text into lines of a number of columns, between words where
// that is possible.
func wrap(s string, columns int) []string {
	columns = max(columns, 2) // a wide character
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && width(line)+1+width(word) <= columns {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
		for _, r := range word {
			if width(line)+runeWidth(r) > columns {
				lines = append(lines, line)
				line = ""
			}
			line += string(r)
		}
	}
	return append(lines, line)
}
