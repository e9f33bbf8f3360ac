package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** PostgreSQL's template patterns for numbers: digits 9 and 0, point, groups, signs (S, MI, PL, SG, PR), FM, TH, V, RN, EEEE. Immutable. */
final class NumberFormatter {
    private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    private static final String[] ROMAN = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    private static final int ROMAN_WIDTH = 15;

    private final String pattern;
    private final boolean fill;
    private final boolean brackets;
    private final boolean roman;
    private final boolean scientific;
    private final boolean signed;
    private final boolean signFirst;
    private final int integerDigits;
    private final int fractionDigits;
    private final int shift;
    private final boolean point;
    private final int firstZero;
    private final int lastFractionZero;

    private NumberFormatter(String source) {
        String rest = source;
        this.fill = !rest.toUpperCase(Locale.ROOT).contains("FM");
        rest = remove(rest, "FM");
        this.brackets = rest.toUpperCase(Locale.ROOT).contains("PR");
        rest = remove(rest, "PR");
        this.pattern = rest;
        String upper = rest.toUpperCase(Locale.ROOT);
        this.roman = upper.contains("RN");
        this.scientific = upper.contains("EEEE");
        int integers = 0;
        int fractions = 0;
        int shifted = 0;
        boolean pointSeen = false;
        boolean shiftSeen = false;
        boolean anySign = false;
        boolean leadingSign = false;
        int zero = Integer.MAX_VALUE;
        int fractionZero = 0;
        boolean quoted = false;
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '9' || c == '0')) {
                if (shiftSeen) {
                    shifted++;
                    integers++;
                } else if (pointSeen) {
                    fractions++;
                    fractionZero = c == '0' ? fractions : fractionZero;
                } else {
                    if (c == '0') {
                        zero = Math.min(zero, integers);
                    }
                    integers++;
                }
            } else if (!quoted && (c == '.' || c == 'D')) {
                if (pointSeen) {
                    throw invalid("multiple decimal points");
                }
                pointSeen = true;
            } else if (!quoted && c == 'V') {
                shiftSeen = true;
            } else if (!quoted && (c == 'S' && !upper.startsWith("SG", i))) {
                anySign = true;
                leadingSign = integers == 0 && !pointSeen;
            } else if (!quoted && (upper.startsWith("MI", i) || upper.startsWith("PL", i) || upper.startsWith("SG", i))) {
                anySign |= !upper.startsWith("PL", i);
                i++;
            }
        }
        if (shiftSeen && pointSeen) {
            throw invalid("cannot use \"V\" and decimal point together");
        }
        this.integerDigits = integers;
        this.fractionDigits = fractions;
        this.shift = shifted;
        this.point = pointSeen;
        this.signed = anySign || brackets;
        this.signFirst = leadingSign;
        this.firstZero = zero;
        this.lastFractionZero = fractionZero;
    }

    static NumberFormatter of(String pattern) {
        return new NumberFormatter(pattern);
    }

    private static MillraceException invalid(String reason) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, reason + " in a number's format");
    }

    private static String remove(String text, String word) {
        int at = text.toUpperCase(Locale.ROOT).indexOf(word);
        return at < 0 ? text : text.substring(0, at) + text.substring(at + word.length());
    }

    String format(BigDecimal value) {
        if (roman) {
            return roman(value);
        }
        if (scientific) {
            return scientific(value);
        }
        BigDecimal rounded = value.movePointRight(shift).setScale(fractionDigits, RoundingMode.HALF_UP);
        boolean negative = rounded.signum() < 0;
        String digits = rounded.abs().setScale(fractionDigits).toPlainString();
        int dot = digits.indexOf('.');
        String whole = dot < 0 ? digits : digits.substring(0, dot);
        String fraction = dot < 0 ? "" : digits.substring(dot + 1);
        if ("0".equals(whole) && (fractionDigits > 0 || integerDigits == 0) && firstZero == Integer.MAX_VALUE) {
            whole = "";
        }
        boolean overflow = whole.length() > integerDigits;
        if (overflow) {
            whole = "#".repeat(integerDigits);
            fraction = "#".repeat(fractionDigits);
        }
        return layOut(whole, fraction, negative, value);
    }

    private String layOut(String whole, String fraction, boolean negative, BigDecimal value) {
        StringBuilder out = new StringBuilder();
        int first = Math.min(integerDigits - whole.length(), firstZero);
        int keep = keptFraction(fraction);
        int integer = 0;
        int decimals = 0;
        boolean afterPoint = false;
        boolean signWritten = false;
        String upper = pattern.toUpperCase(Locale.ROOT);
        for (int i = 0; i < pattern.length(); i++) {
            char c = upper.charAt(i);
            boolean startsHere = !afterPoint && (c == '9' || c == '0') && integer == first || (c == '.' || c == 'D') && integer <= first;
            if (!signWritten && startsHere && (!signed || signFirst || brackets)) {
                sign(negative, out);
                signWritten = true;
            }
            if (c == '9' || c == '0') {
                if (afterPoint) {
                    if (decimals < keep) {
                        out.append(fraction.charAt(decimals));
                    }
                    decimals++;
                } else {
                    int index = integer - (integerDigits - whole.length());
                    integer++;
                    if (index >= 0) {
                        out.append(whole.charAt(index));
                    } else if (integer - 1 >= firstZero) {
                        out.append('0');
                    } else if (fill) {
                        out.append(' ');
                    }
                }
            } else if (c == '.' || c == 'D') {
                afterPoint = true;
                if (keep > 0 || fill || fractionDigits == 0 || lastFractionZero > 0 || point && !fill) {
                    out.append('.');
                }
            } else if (c == ',' || c == 'G') {
                if (integer > first) {
                    out.append(',');
                } else if (fill) {
                    out.append(' ');
                }
            } else if (c == '"') {
                for (i++; i < pattern.length() && pattern.charAt(i) != '"'; i++) {
                    out.append(pattern.charAt(i));
                }
            } else if (upper.startsWith("MI", i)) {
                out.append(negative ? "-" : fill ? " " : "");
                i++;
            } else if (upper.startsWith("PL", i)) {
                out.append(negative ? fill ? " " : "" : "+");
                i++;
            } else if (upper.startsWith("SG", i)) {
                out.append(negative ? '-' : '+');
                i++;
            } else if (upper.startsWith("TH", i)) {
                if (!negative && fractionDigits == 0) {
                    String suffix = TimeFormatter.ordinal(value.setScale(0, RoundingMode.HALF_UP).abs().remainder(BigDecimal.valueOf(100))
                            .longValue());
                    out.append(pattern.charAt(i) == 'T' ? suffix.toUpperCase(Locale.ROOT) : suffix);
                }
                i++;
            } else if (c == 'S') {
                if (!signFirst) {
                    out.append(negative ? '-' : '+');
                }
            } else if (c == 'L') {
                out.append(fill ? " " : "");
            } else if (c != 'V') {
                out.append(pattern.charAt(i));
            }
        }
        if (!signWritten && (!signed || signFirst || brackets)) {
            sign(negative, out);
        }
        if (brackets) {
            out.append(negative ? ">" : fill ? " " : "");
        }
        return out.toString();
    }

    /** Fraction digits that are shown: without FM all, with it none but those a 0 asks for and those that count. */
    private int keptFraction(String fraction) {
        int keep = fraction.length();
        while (!fill && keep > lastFractionZero && fraction.charAt(keep - 1) == '0') {
            keep--;
        }
        return keep;
    }

    private void sign(boolean negative, StringBuilder out) {
        if (signFirst) {
            out.append(negative ? '-' : '+');
        } else if (brackets) {
            out.append(negative ? "<" : fill ? " " : "");
        } else if (negative) {
            out.append('-');
        } else if (fill) {
            out.append(' ');
        }
    }

    private String roman(BigDecimal value) {
        long number = value.setScale(0, RoundingMode.HALF_UP).longValue();
        StringBuilder out = new StringBuilder();
        if (number < 1 || number > 3999) {
            out.append("#".repeat(ROMAN_WIDTH));
        }
        for (int i = 0; out.length() < ROMAN_WIDTH && i < ROMAN.length && number > 0; i++) {
            for (; number >= ROMAN_VALUES[i]; number -= ROMAN_VALUES[i]) {
                out.append(ROMAN[i]);
            }
        }
        String text = pattern.contains("rn") ? out.toString().toLowerCase(Locale.ROOT) : out.toString();
        return fill ? " ".repeat(Math.max(0, ROMAN_WIDTH - text.length())) + text : text;
    }

    private String scientific(BigDecimal value) {
        int exponent = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
        BigDecimal mantissa = value.movePointLeft(exponent).setScale(fractionDigits, RoundingMode.HALF_UP);
        if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
            exponent++;
            mantissa = value.movePointLeft(exponent).setScale(fractionDigits, RoundingMode.HALF_UP);
        }
        String digits = Integer.toString(Math.abs(exponent));
        return (mantissa.signum() < 0 ? "-" : fill ? " " : "") + mantissa.abs().toPlainString() + "e" + (exponent < 0 ? '-' : '+')
                + (digits.length() < 2 ? "0" : "") + digits;
    }
}
