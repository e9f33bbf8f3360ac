package io.millrace.storage.table.body;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.ValidationException;

/** Reads {@code PARTITIONED BY (day(ts), bucket(16, id), region)}. */
final class PartitionTransforms {
    private static final Pattern CALL = Pattern.compile("(\\w+)\\s*\\(\\s*(.+?)\\s*\\)", Pattern.DOTALL);

    private PartitionTransforms() {}

    static PartitionSpec parse(CatalogObject.Table table, Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (String text : table.partitioning()) {
            try {
                add(builder, text.strip());
            } catch (ValidationException | IllegalArgumentException e) {
                throw new MillraceException(
                        ErrorCode.INVALID_TABLE_DEFINITION, "table \"" + table.name() + "\" cannot be partitioned by " + text + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return builder.build();
    }

    private static void add(PartitionSpec.Builder builder, String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            builder.identity(name(text));
            return;
        }
        String[] arguments = call.group(2).split("\\s*,\\s*", 2);
        switch (call.group(1).toLowerCase(Locale.ROOT)) {
            case "identity" -> builder.identity(name(arguments[0]));
            case "year", "years" -> builder.year(name(arguments[0]));
            case "month", "months" -> builder.month(name(arguments[0]));
            case "day", "days" -> builder.day(name(arguments[0]));
            case "hour", "hours" -> builder.hour(name(arguments[0]));
            case "bucket" -> builder.bucket(name(column(arguments)), width(arguments));
            case "truncate" -> builder.truncate(name(column(arguments)), width(arguments));
            default -> throw new IllegalArgumentException(
                    "unknown transform " + call.group(1) + ", expected identity, year, month, day, hour, bucket or truncate");
        }
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private static String column(String[] arguments) {
        return arguments.length == 2 && isNumber(arguments[0]) ? arguments[1] : arguments[0];
    }

    private static int width(String[] arguments) {
        if (arguments.length == 2) {
            String number = isNumber(arguments[0]) ? arguments[0] : arguments[1];
            if (isNumber(number) && number.length() < 10) {
                return Integer.parseInt(number);
            }
        }
        throw new IllegalArgumentException("expected a number and a column");
    }

    private static String name(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text.toLowerCase(Locale.ROOT);
    }
}
