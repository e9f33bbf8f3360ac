package io.millrace.exec.expression.datetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** PostgreSQL's template patterns for dates and times, compiled to fields and literal text. */
record FormatPattern(List<Part> parts) {

    /** What a field stands for. */
    enum Field {
        HH24,
        HH12,
        HH,
        MI,
        SSSSS,
        SSSS,
        SS,
        MS,
        US,
        FF,
        AM,
        AM_DOTS,
        Y_COMMA,
        YYYY,
        YYY,
        YY,
        Y,
        IYYY,
        IYY,
        IY,
        I,
        BC,
        BC_DOTS,
        MONTH,
        MON,
        MM,
        DAY,
        DY,
        DDD,
        IDDD,
        DD,
        D,
        ID,
        WW,
        W,
        IW,
        CC,
        J,
        Q,
        ROMAN_MONTH,
        TZ,
        TZH,
        TZM,
        OF
    }

    /** Letters' case of a field that gives letters. */
    enum Case {
        UPPER,
        LOWER,
        CAPITALIZED
    }

    /** A field, or literal text (then {@code field} is null); {@code width}: digits of FF. */
    record Part(Field field, String literal, Case letters, boolean fill, String ordinal, int width) {}

    private record Keyword(String name, Field field) {}

    /** Longest first where one starts with another. */
    private static final List<Keyword> KEYWORDS = List.of(
            new Keyword("HH24", Field.HH24), new Keyword("HH12", Field.HH12), new Keyword("HH", Field.HH), new Keyword("MI", Field.MI),
            new Keyword("SSSSS", Field.SSSSS), new Keyword("SSSS", Field.SSSS), new Keyword("SS", Field.SS), new Keyword("MS", Field.MS),
            new Keyword("US", Field.US), new Keyword("A.M.", Field.AM_DOTS), new Keyword("P.M.", Field.AM_DOTS),
            new Keyword("AM", Field.AM), new Keyword("PM", Field.AM), new Keyword("Y,YYY", Field.Y_COMMA), new Keyword("YYYY", Field.YYYY),
            new Keyword("YYY", Field.YYY), new Keyword("YY", Field.YY), new Keyword("Y", Field.Y), new Keyword("IYYY", Field.IYYY),
            new Keyword("IYY", Field.IYY), new Keyword("IDDD", Field.IDDD), new Keyword("ID", Field.ID), new Keyword("IW", Field.IW),
            new Keyword("IY", Field.IY), new Keyword("I", Field.I), new Keyword("B.C.", Field.BC_DOTS), new Keyword("A.D.", Field.BC_DOTS),
            new Keyword("BC", Field.BC), new Keyword("AD", Field.BC), new Keyword("MONTH", Field.MONTH), new Keyword("MON", Field.MON),
            new Keyword("MM", Field.MM), new Keyword("DAY", Field.DAY), new Keyword("DY", Field.DY), new Keyword("DDD", Field.DDD),
            new Keyword("DD", Field.DD), new Keyword("D", Field.D), new Keyword("WW", Field.WW), new Keyword("W", Field.W),
            new Keyword("CC", Field.CC), new Keyword("J", Field.J), new Keyword("Q", Field.Q), new Keyword("RM", Field.ROMAN_MONTH),
            new Keyword("TZH", Field.TZH), new Keyword("TZM", Field.TZM), new Keyword("TZ", Field.TZ), new Keyword("OF", Field.OF));

    static FormatPattern parse(String pattern) {
        List<Part> parts = new ArrayList<>();
        String upper = pattern.toUpperCase(Locale.ROOT);
        int at = 0;
        while (at < pattern.length()) {
            boolean fill = true;
            int start = at;
            while (upper.startsWith("FM", at) || upper.startsWith("TM", at) || upper.startsWith("FX", at)) {
                fill &= upper.startsWith("FX", at);
                at += 2;
            }
            Keyword keyword = keyword(upper, at);
            if (keyword != null) {
                String name = pattern.substring(at, at + keyword.name().length());
                at += name.length();
                String ordinal = "";
                if (upper.startsWith("TH", at) && keyword.field() != Field.TZ) {
                    ordinal = pattern.substring(at, at + 2);
                    at += 2;
                }
                parts.add(new Part(keyword.field(), null, letters(name), fill, ordinal, 0));
            } else if (upper.startsWith("FF", at) && at + 2 < pattern.length() && "123456".indexOf(pattern.charAt(at + 2)) >= 0) {
                parts.add(new Part(Field.FF, null, Case.UPPER, fill, "", pattern.charAt(at + 2) - '0'));
                at += 3;
            } else if (at > start && at == pattern.length()) {
                break;
            } else if (pattern.charAt(at) == '"') {
                at = quoted(pattern, at + 1, parts);
            } else if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                parts.add(literal(pattern.substring(at + 1, at + 2)));
                at += 2;
            } else {
                int end = at + Character.charCount(pattern.codePointAt(at));
                parts.add(literal(pattern.substring(at, end)));
                at = end;
            }
        }
        return new FormatPattern(parts);
    }

    private static Part literal(String text) {
        return new Part(null, text, Case.UPPER, true, "", 0);
    }

    private static Keyword keyword(String upper, int at) {
        for (Keyword keyword : KEYWORDS) {
            if (upper.startsWith(keyword.name(), at)) {
                return keyword;
            }
        }
        return null;
    }

    private static Case letters(String name) {
        if (Character.isLowerCase(name.charAt(0))) {
            return Case.LOWER;
        }
        return name.length() > 1 && Character.isLowerCase(name.charAt(1)) ? Case.CAPITALIZED : Case.UPPER;
    }

    private static int quoted(String pattern, int from, List<Part> parts) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) != '"') {
            if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                at++;
            }
            text.append(pattern.charAt(at++));
        }
        parts.add(literal(text.toString()));
        return at + 1;
    }
}
