package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * TO_NUMBER: a text read by a pattern of digits. Each 9 or 0 takes a digit where there is one, G and comma a comma, D and point a point, S, MI, PL, SG and PR
 * a sign; L and other characters of the pattern pass over one character of the text that is no digit.
 */
final class NumberReader {
    private static final int DIGITS_MAX = 38;

    private final String text;
    private final StringBuilder digits = new StringBuilder();
    private int at;
    private boolean negative;
    private boolean point;

    private NumberReader(String text) {
        this.text = text;
    }

    static BigDecimal read(String text, String pattern) {
        return new NumberReader(text).read(pattern.toUpperCase(Locale.ROOT));
    }

    private BigDecimal read(String pattern) {
        if (pattern.contains("RN") || pattern.contains("EEEE")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "to_number does not read RN and EEEE");
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        for (int i = 0; i < pattern.length() && at < text.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '9' || c == '0') {
                digit();
            } else if (c == 'D' || c == '.') {
                if (peek('.')) {
                    point = true;
                    digits.append('.');
                }
            } else if (c == 'G' || c == ',') {
                peek(',');
            } else if (pattern.startsWith("MI", i) || pattern.startsWith("PL", i) || pattern.startsWith("SG", i)
                    || pattern.startsWith("PR", i)) {
                sign();
                peek('>');
                i++;
            } else if (c == 'S') {
                sign();
            } else if (pattern.startsWith("FM", i) || pattern.startsWith("TH", i)) {
                i++;
            } else if (c != 'V' && !isNumber(text.charAt(at))) {
                at++;
            }
        }
        sign();
        String found = digits.toString();
        if (found.isEmpty() || found.equals(".")) {
            throw new MillraceException(ErrorCode.INVALID_TEXT, "invalid input syntax for type decimal: \"" + text + "\"");
        }
        if (found.length() > DIGITS_MAX) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "a number of more than " + DIGITS_MAX + " digits: \"" + text + "\"");
        }
        BigDecimal value = new BigDecimal(found.endsWith(".") ? found.substring(0, found.length() - 1) : found);
        return negative ? value.negate() : value;
    }

    private static boolean isNumber(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == ',';
    }

    /** A digit; a sign that comes first stands for none of the pattern's digits. */
    private void digit() {
        if (digits.isEmpty()) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            sign();
        }
        if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            digits.append(text.charAt(at++));
        } else if (!point && peek('.')) {
            point = true;
            digits.append('.');
        } else if (peek(',')) {
            digit();
        }
    }

    private void sign() {
        if (peek('-') || peek('<')) {
            negative = true;
        } else {
            peek('+');
        }
    }

    private boolean peek(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }
}
