package io.millrace.exec.expression.json;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ValueText;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.NullNode;
import io.millrace.exec.expression.json.JsonNode.ObjectNode;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions over JSON texts. */
public final class JsonFunctions {
    private JsonFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        RowCalls calls = new RowCalls(table);
        calls.strict(Function.JSON_VALUE, (call, context) -> path(call, JsonFunctions::value));
        calls.strict(Function.JSON_QUERY, (call, context) -> path(call, JsonFunctions::query));
        calls.strict(Function.JSON_EXISTS, (call, context) -> path(call, (found, result) -> result.appendBoolean(!found.isEmpty())));
        calls.strict(Function.JSON_PATH_QUERY, (call, context) -> path(call, (found, result) -> {
            found.forEach(node -> result.child(0).appendString(JsonText.normal(node)));
            result.endList();
        }));
        JsonEdits.register(calls);
        calls.strict(Function.JSON_GET, (call, context) -> get(call, false));
        calls.strict(Function.JSON_GET_TEXT, (call, context) -> get(call, true));
        calls.strict(Function.JSON_ARRAY_LENGTH, JsonFunctions::arrayLength);
        calls.strict(
                Function.JSON_TYPEOF,
                (arguments, row, result) -> result.appendString(JsonReader.read(arguments[0].stringAt(row)).typeName()));
        calls.strict(Function.IS_JSON, JsonFunctions::isJson);
        calls.strict(Function.TO_JSON, (call, context) -> (arguments, row, result) -> {
            StringBuilder out = new StringBuilder();
            write(arguments[0], row, context.zone(), out);
            result.appendString(out.toString());
        });
        calls.lenient(Function.JSON_OBJECT, JsonFunctions::object);
        calls.lenient(Function.JSON_ARRAY, JsonFunctions::array);
    }

    /** Turns what a path found into a result. */
    @FunctionalInterface
    private interface Answer {
        void append(List<JsonNode> found, ColumnBuilder result);
    }

    private static RowFunction path(Expr.Call call, Answer answer) {
        if (call.arguments().size() != 2) {
            throw RowCalls.unsupported(call, "it takes a text and a path");
        }
        return new RowFunction() {
            private String source;
            private JsonPath path;

            @Override
            public void apply(Operand[] arguments, int row, ColumnBuilder result) {
                String newSource = arguments[1].stringAt(row);
                if (!newSource.equals(source)) {
                    path = JsonPath.parse(newSource);
                    source = newSource;
                }
                JsonNode root = JsonReader.read(arguments[0].stringAt(row));
                List<JsonNode> found;
                try {
                    found = path.select(root);
                } catch (JsonPath.Mismatch e) {
                    found = List.of();
                }
                answer.append(found, result);
            }
        };
    }

    /** NULL on empty and on error, where several or a structure are errors. */
    private static void value(List<JsonNode> found, ColumnBuilder result) {
        if (found.size() == 1 && found.get(0).scalar() && found.get(0).text() != null) {
            result.appendString(found.get(0).text());
        } else {
            result.appendNull();
        }
    }

    private static void query(List<JsonNode> found, ColumnBuilder result) {
        if (found.size() == 1) {
            result.appendString(found.get(0).source());
        } else {
            result.appendNull();
        }
    }

    private static RowFunction get(Expr.Call call, boolean asText) {
        boolean byName = call.arguments().get(1).type().isCharacter();
        return (arguments, row, result) -> {
            JsonNode root = JsonReader.read(arguments[0].stringAt(row));
            JsonNode found = null;
            if (byName && root instanceof ObjectNode object) {
                found = object.members().get(arguments[1].stringAt(row));
            } else if (!byName && root instanceof ArrayNode array) {
                long index = RowCalls.integer(arguments[1], row);
                index = index < 0 ? index + array.elements().size() : index;
                found = index >= 0 && index < array.elements().size() ? array.elements().get((int) index) : null;
            }
            if (found == null || asText && found instanceof NullNode) {
                result.appendNull();
            } else {
                result.appendString(asText ? found.text() : found.source());
            }
        };
    }

    private static void arrayLength(Operand[] arguments, int row, ColumnBuilder result) {
        JsonNode node = JsonReader.read(arguments[0].stringAt(row));
        if (!(node instanceof ArrayNode array)) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "cannot get the array length of JSON's type " + node.typeName());
        }
        switch (result.type().layout()) {
            case INT32 -> result.appendInt(array.elements().size());
            case INT64 -> result.appendLong(array.elements().size());
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }

    /** (text[, VALUE | SCALAR | OBJECT | ARRAY]). */
    private static void isJson(Operand[] arguments, int row, ColumnBuilder result) {
        JsonNode node = JsonReader.readOrNull(arguments[0].stringAt(row));
        String wanted = arguments.length > 1 ? arguments[1].stringAt(row).toUpperCase(Locale.ROOT) : "VALUE";
        result.appendBoolean(node != null && switch (wanted) {
            case "SCALAR" -> node.scalar();
            case "OBJECT" -> node instanceof ObjectNode;
            case "ARRAY" -> node instanceof ArrayNode;
            default -> true;
        });
    }

    private static void write(Operand operand, int row, ZoneId zone, StringBuilder out) {
        SqlType type = operand.values.type();
        JsonWriter.write(operand.isNull(row) ? null : Values.read(operand.values, operand.at(row)), type, zone, out);
    }

    /** (key, value, …): NULL values are kept. */
    private static RowFunction object(Expr.Call call, EvaluationContext context) {
        if (call.arguments().size() % 2 != 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "keys and values of an object must come in pairs");
        }
        return (arguments, row, result) -> {
            StringBuilder out = new StringBuilder("{");
            for (int i = 0; i < arguments.length; i += 2) {
                if (arguments[i].isNull(row)) {
                    throw new MillraceException(ErrorCode.INVALID_PARAMETER, "null value not allowed for object key");
                }
                out.append(i == 0 ? "" : ", ");
                JsonWriter.quote(ValueText.of(arguments[i].values, arguments[i].at(row)), out);
                out.append(" : ");
                write(arguments[i + 1], row, context.zone(), out);
            }
            result.appendString(out.append('}').toString());
        };
    }

    /** NULLs are left out, as the standard's default says. */
    private static RowFunction array(Expr.Call call, EvaluationContext context) {
        return (arguments, row, result) -> {
            StringBuilder out = new StringBuilder("[");
            for (Operand argument : arguments) {
                if (!argument.isNull(row)) {
                    out.append(out.length() == 1 ? "" : ", ");
                    write(argument, row, context.zone(), out);
                }
            }
            result.appendString(out.append(']').toString());
        };
    }
}
