package io.millrace.planner.function;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;

/** DATE_FORMAT: Java's and MySQL's patterns, translated to those of TO_CHAR while planning. */
final class DateFormats {
    private DateFormats() {}

    static Expr format(List<Expr> arguments, SqlType type) {
        if (!(arguments.get(1) instanceof Expr.Literal literal) || !(literal.value() instanceof String pattern)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "the pattern of date_format must be a literal");
        }
        String translated = pattern.indexOf('%') >= 0 ? ofPercents(pattern) : ofLetters(pattern);
        return Expr.call(Function.TO_CHAR, type, arguments.get(0), Expr.literal(translated, SqlType.VARCHAR));
    }

    /** STRFTIME: C's patterns. */
    static Expr strftime(List<Expr> arguments, SqlType type) {
        return Expr.call(Function.TO_CHAR, type, arguments.get(0), pattern("strftime", arguments.get(1), true));
    }

    static Expr strptime(List<Expr> arguments, SqlType type) {
        return Expr.call(Function.TO_TIMESTAMP_FORMAT, type, arguments.get(0), pattern("strptime", arguments.get(1), true));
    }

    /** DATE_PARSE: MySQL's patterns. */
    static Expr parse(List<Expr> arguments, SqlType type) {
        return Expr.call(Function.TO_TIMESTAMP_FORMAT, type, arguments.get(0), pattern("date_parse", arguments.get(1), false));
    }

    private static Expr pattern(String function, Expr argument, boolean ofC) {
        if (!(argument instanceof Expr.Literal literal) || !(literal.value() instanceof String pattern)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "the pattern of " + function + " must be a literal");
        }
        return Expr.literal(ofPercents(ofC ? mysql(pattern) : pattern), SqlType.VARCHAR);
    }

    /** C's patterns as MySQL's, where they differ. */
    private static String mysql(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            char field = pattern.charAt(++i);
            out.append(switch (field) {
                case 'M' -> "%i";
                case 'A' -> "%W";
                case 'B' -> "%N";
                case 'F' -> "%Y-%m-%d";
                case 'T' -> "%H:%i:%s";
                case 'R' -> "%H:%i";
                case 'D' -> "%m/%d/%y";
                case 'n' -> "\n";
                case 't' -> "\t";
                default -> "%" + field;
            });
        }
        return out.toString();
    }

    private static String ofPercents(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                quote(c, out);
                continue;
            }
            char field = pattern.charAt(++i);
            out.append(switch (field) {
                case 'Y' -> "YYYY";
                case 'y' -> "YY";
                case 'm' -> "MM";
                case 'c' -> "FMMM";
                case 'd' -> "DD";
                case 'e' -> "FMDD";
                case 'H' -> "HH24";
                case 'h', 'I' -> "HH12";
                case 'i', 'M' -> "MI";
                case 's', 'S' -> "SS";
                case 'f' -> "US";
                case 'j' -> "DDD";
                case 'p' -> "AM";
                case 'a' -> "Dy";
                case 'b' -> "Mon";
                case 'W' -> "FMDay";
                case 'N' -> "FMMonth";
                case 'T' -> "HH24:MI:SS";
                case '%' -> "%";
                default -> throw unknown("%" + field);
            });
        }
        return out.toString();
    }

    private static String ofLetters(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length();) {
            char c = pattern.charAt(i);
            if (c == '\'') {
                int end = pattern.indexOf('\'', i + 1);
                if (end < 0) {
                    throw unknown(pattern);
                }
                out.append('"').append(end == i + 1 ? "'" : pattern.substring(i + 1, end)).append('"');
                i = end + 1;
            } else if (Character.isLetter(c) && c < 128) {
                int end = i;
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                out.append(field(c, end - i));
                i = end;
            } else {
                quote(c, out);
                i++;
            }
        }
        return out.toString();
    }

    private static String field(char letter, int length) {
        return switch (letter) {
            case 'y', 'u' -> length == 2 ? "YY" : "YYYY";
            case 'M' -> length == 1 ? "FMMM" : length == 2 ? "MM" : length == 3 ? "Mon" : "FMMonth";
            case 'd' -> length == 1 ? "FMDD" : "DD";
            case 'D' -> "DDD";
            case 'H' -> length == 1 ? "FMHH24" : "HH24";
            case 'h' -> length == 1 ? "FMHH12" : "HH12";
            case 'm' -> length == 1 ? "FMMI" : "MI";
            case 's' -> length == 1 ? "FMSS" : "SS";
            case 'S' -> length <= 3 ? "MS" : "US";
            case 'E' -> length <= 3 ? "Dy" : "FMDay";
            case 'a' -> "AM";
            case 'w' -> "IW";
            case 'q', 'Q' -> "Q";
            default -> throw unknown(String.valueOf(letter));
        };
    }

    private static void quote(char c, StringBuilder out) {
        if (Character.isLetterOrDigit(c)) {
            out.append('"').append(c).append('"');
        } else {
            out.append(c);
        }
    }

    private static MillraceException unknown(String what) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "date_format does not know the pattern '" + what + "'");
    }
}
