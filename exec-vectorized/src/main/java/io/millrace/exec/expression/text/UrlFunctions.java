package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Addresses taken apart, and texts as parts of them. */
final class UrlFunctions {
    private UrlFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.URL_ENCODE, (arguments, row, result) -> result
                .appendString(URLEncoder.encode(arguments[0].stringAt(row), StandardCharsets.UTF_8)));
        calls.strict(Function.URL_DECODE, (arguments, row, result) -> result.appendString(decode(arguments[0].stringAt(row))));
        calls.strict(Function.URL_PART, UrlFunctions::part);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.INVALID_TEXT, "not encoded as in an address: \"" + text + "\"", e);
        }
    }

    /** NULL where there is no such part, or no address. */
    private static void part(Operand[] arguments, int row, ColumnBuilder result) {
        String found;
        try {
            URI uri = new URI(arguments[0].stringAt(row).strip());
            String name = arguments[1].stringAt(row).toUpperCase(Locale.ROOT);
            found = switch (name) {
                case "HOST" -> uri.getHost();
                case "PATH" -> uri.getPath();
                case "PORT" -> uri.getPort() < 0 ? null : Integer.toString(uri.getPort());
                case "PROTOCOL" -> uri.getScheme();
                case "QUERY" -> arguments.length > 2 ? parameter(uri.getRawQuery(), arguments[2].stringAt(row)) : uri.getQuery();
                case "REF" -> uri.getFragment();
                case "AUTHORITY" -> uri.getAuthority();
                case "USERINFO" -> uri.getUserInfo();
                case "FILE" -> uri.getPath() == null ? null : uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
                default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "an address has no part " + name);
            };
        } catch (URISyntaxException e) {
            found = null;
        }
        if (found == null) {
            result.appendNull();
        } else {
            result.appendString(found);
        }
    }

    private static String parameter(String query, String key) {
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(name).equals(key)) {
                return equals < 0 ? "" : decode(pair.substring(equals + 1));
            }
        }
        return null;
    }
}
