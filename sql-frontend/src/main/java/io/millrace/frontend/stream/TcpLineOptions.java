package io.millrace.frontend.stream;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.Map;
import java.util.Set;

/**
 * Where lines come from, of a stream {@code WITH (connector = 'tcp', host = 'localhost', port = '9999', format = 'lines')}.
 *
 * @param keepCarriageReturn whether a CR before a line's end stays
 * @param lineColumn position of the column that takes the line: the first VARCHAR
 * @param timeColumn position of the first timestamp column, which takes the time of arrival; -1 if there is none
 */
record TcpLineOptions(String host, int port, boolean keepCarriageReturn, int lineColumn, int timeColumn) {
    static final Set<String> NAMES = Set.of("host", "port", "carriage_return");

    static TcpLineOptions of(CatalogObject.Stream stream) {
        Map<String, String> options = stream.options();
        if (!options.getOrDefault("format", "lines").equals("lines")) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "connector tcp reads format 'lines', found '" + options.get("format") + "'");
        }
        int line = -1;
        int time = -1;
        for (int c = 0; c < stream.schema().size(); c++) {
            Field field = stream.schema().field(c);
            SqlType.Kind kind = field.type().kind();
            if (line < 0 && field.type().isCharacter()) {
                line = c;
            } else if (time < 0 && (kind == SqlType.Kind.TIMESTAMP || kind == SqlType.Kind.TIMESTAMP_TZ)) {
                time = c;
            } else if (!field.nullable()) {
                throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                        "nothing fills column \"" + field.name() + "\", which is NOT NULL: lines fill the first VARCHAR column, "
                                + "their time of arrival the first TIMESTAMP column");
            }
        }
        if (line < 0) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "a stream of lines needs a VARCHAR column for them");
        }
        return new TcpLineOptions(
                options.getOrDefault("host", "localhost"), port(options.get("port")), keep(options), line, time);
    }

    private static boolean keep(Map<String, String> options) {
        return switch (options.getOrDefault("carriage_return", "trim")) {
            case "trim" -> false;
            case "keep" -> true;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "option carriage_return: expected 'trim' or 'keep', found '" + options.get("carriage_return") + "'");
        };
    }

    private static int port(String text) {
        try {
            int port = text == null ? -1 : Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option port: expected a number from 1 to 65535, found " + (text == null ? "none" : "'" + text + "'"));
    }
}
