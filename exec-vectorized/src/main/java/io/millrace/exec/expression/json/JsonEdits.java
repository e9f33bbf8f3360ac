package io.millrace.exec.expression.json;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.NullNode;
import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.ObjectNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON values changed, compared and taken apart: PostgreSQL's jsonb functions, whose results are in jsonb's form. */
final class JsonEdits {
    private JsonEdits() {}

    static void register(RowCalls calls) {
        calls.strict(Function.JSON_NORMAL, (arguments, row, result) -> result.appendString(JsonText.normal(read(arguments, 0, row))));
        calls.strict(Function.JSON_PRETTY, (arguments, row, result) -> result.appendString(JsonText.pretty(read(arguments, 0, row))));
        calls.strict(Function.JSON_STRIP_NULLS,
                (arguments, row, result) -> result.appendString(JsonText.compact(withoutNulls(read(arguments, 0, row)))));
        calls.strict(Function.JSON_GET_PATH, (call, context) -> (arguments, row, result) -> get(arguments, row, false, result));
        calls.strict(Function.JSON_GET_PATH_TEXT, (call, context) -> (arguments, row, result) -> get(arguments, row, true, result));
        calls.strict(Function.JSON_SET, (arguments, row, result) -> result.appendString(JsonText.normal(set(read(arguments, 0, row),
                path(arguments[1], row), 0, read(arguments, 2, row), arguments.length < 4 || arguments[3].booleanAt(row)))));
        calls.strict(Function.JSON_INSERT, (arguments, row, result) -> result.appendString(JsonText.normal(insert(read(arguments, 0, row),
                path(arguments[1], row), 0, read(arguments, 2, row), arguments.length > 3 && arguments[3].booleanAt(row)))));
        calls.strict(Function.JSON_CONTAINS,
                (arguments, row, result) -> result.appendBoolean(contains(read(arguments, 0, row), read(arguments, 1, row), true)));
        calls.strict(Function.JSON_CONCAT,
                (arguments, row, result) -> result.appendString(JsonText.normal(concat(read(arguments, 0, row), read(arguments, 1, row)))));
        calls.strict(Function.JSON_DELETE, JsonEdits::delete);
        calls.strict(Function.JSON_KEYS, (arguments, row, result) -> {
            object(read(arguments, 0, row)).members().keySet().forEach(key -> result.child(0).appendString(key));
            result.endList();
        });
        calls.strict(Function.JSON_ELEMENTS, JsonEdits::elements);
        calls.strict(Function.JSON_MEMBERS, JsonEdits::members);
    }

    private static JsonNode read(Operand[] arguments, int index, int row) {
        return JsonReader.read(arguments[index].stringAt(row));
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER, "expected a JSON object, found " + node.typeName());
    }

    private static List<String> path(Operand operand, int row) {
        var elements = ((ListColumn) operand.values).elements();
        Operand texts = new Operand(elements);
        List<String> path = new ArrayList<>();
        int first = operand.firstElementAt(row);
        for (int e = first; e < first + operand.lengthAt(row); e++) {
            if (elements.isNull(e)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "path element at position " + (e - first + 1) + " is null");
            }
            path.add(texts.stringAt(e));
        }
        return path;
    }

    /** The index that a step of a path names, from the end if it is negative; empty if it is none. */
    private static Optional<Integer> index(String step, int size) {
        try {
            int index = Integer.parseInt(step.strip());
            return Optional.of(index < 0 ? index + size : index);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void get(Operand[] arguments, int row, boolean asText, ColumnBuilder result) {
        JsonNode found = read(arguments, 0, row);
        for (String step : path(arguments[1], row)) {
            found = switch (found) {
                case ObjectNode object -> object.members().get(step);
                case ArrayNode array -> index(step, array.elements().size()).filter(i -> i >= 0 && i < array.elements().size())
                        .map(array.elements()::get).orElse(null);
                case StringNode leaf -> null;
                case NumberNode leaf -> null;
                case JsonNode.BooleanNode leaf -> null;
                case NullNode leaf -> null;
            };
            if (found == null) {
                break;
            }
        }
        if (found == null || asText && found instanceof NullNode) {
            result.appendNull();
        } else {
            result.appendString(asText ? found.text() : found.source());
        }
    }

    private static JsonNode withoutNulls(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                Map<String, JsonNode> members = new LinkedHashMap<>();
                object.members().forEach((key, value) -> {
                    if (!(value instanceof NullNode)) {
                        members.put(key, withoutNulls(value));
                    }
                });
                yield new ObjectNode("", members);
            }
            case ArrayNode array -> new ArrayNode("", array.elements().stream().map(JsonEdits::withoutNulls).toList());
            case StringNode leaf -> leaf;
            case NumberNode leaf -> leaf;
            case JsonNode.BooleanNode leaf -> leaf;
            case NullNode leaf -> leaf;
        };
    }

    private static MillraceException notAnIndex(String step, int depth) {
        return new MillraceException(ErrorCode.INVALID_TEXT,
                "path element at position " + (depth + 1) + " is not an integer: \"" + step + "\"");
    }

    private static JsonNode set(JsonNode node, List<String> path, int depth, JsonNode value, boolean create) {
        if (path.isEmpty()) {
            return node;
        }
        boolean last = depth == path.size() - 1;
        String step = path.get(depth);
        if (node instanceof ObjectNode object) {
            JsonNode old = object.members().get(step);
            if (old == null && !(last && create)) {
                return node;
            }
            Map<String, JsonNode> members = new LinkedHashMap<>(object.members());
            members.put(step, last ? value : set(old, path, depth + 1, value, create));
            return new ObjectNode("", members);
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>(array.elements());
            int index = index(step, elements.size()).orElseThrow(() -> notAnIndex(step, depth));
            if (index >= 0 && index < elements.size()) {
                elements.set(index, last ? value : set(elements.get(index), path, depth + 1, value, create));
            } else if (last && create) {
                elements.add(index < 0 ? 0 : elements.size(), value);
            }
            return new ArrayNode("", elements);
        }
        if (depth == 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "cannot set path in scalar");
        }
        return node;
    }

    private static JsonNode insert(JsonNode node, List<String> path, int depth, JsonNode value, boolean after) {
        if (path.isEmpty()) {
            return node;
        }
        boolean last = depth == path.size() - 1;
        String step = path.get(depth);
        if (node instanceof ObjectNode object) {
            JsonNode old = object.members().get(step);
            if (last && old != null) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "cannot replace existing key");
            }
            Map<String, JsonNode> members = new LinkedHashMap<>(object.members());
            if (last) {
                members.put(step, value);
            } else if (old != null) {
                members.put(step, insert(old, path, depth + 1, value, after));
            }
            return new ObjectNode("", members);
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>(array.elements());
            int index = index(step, elements.size()).orElseThrow(() -> notAnIndex(step, depth));
            if (last) {
                boolean inside = index >= 0 && index < elements.size();
                elements.add(Math.clamp(inside && after ? index + 1L : index, 0, elements.size()), value);
            } else if (index >= 0 && index < elements.size()) {
                elements.set(index, insert(elements.get(index), path, depth + 1, value, after));
            }
            return new ArrayNode("", elements);
        }
        return node;
    }

    /** Members and elements of {@code right} are all in {@code left}, at the same depth; an array contains a scalar that is its element, at the top. */
    private static boolean contains(JsonNode left, JsonNode right, boolean top) {
        return switch (right) {
            case ObjectNode object -> left instanceof ObjectNode all && object.members().entrySet().stream()
                    .allMatch(e -> all.members().containsKey(e.getKey()) && contains(all.members().get(e.getKey()), e.getValue(), false));
            case ArrayNode array -> left instanceof ArrayNode all
                    && array.elements().stream().allMatch(e -> all.elements().stream().anyMatch(a -> contains(a, e, false)));
            case StringNode leaf -> equalScalar(left, leaf, top);
            case NumberNode leaf -> equalScalar(left, leaf, top);
            case JsonNode.BooleanNode leaf -> equalScalar(left, leaf, top);
            case NullNode leaf -> equalScalar(left, leaf, top);
        };
    }

    private static boolean equalScalar(JsonNode left, JsonNode right, boolean top) {
        if (top && left instanceof ArrayNode array) {
            return array.elements().stream().anyMatch(element -> equalScalar(element, right, false));
        }
        if (left instanceof NumberNode a && right instanceof NumberNode b) {
            return a.value().compareTo(b.value()) == 0;
        }
        return left.scalar() && left.typeName().equals(right.typeName()) && JsonText.normal(left).equals(JsonText.normal(right));
    }

    private static JsonNode concat(JsonNode left, JsonNode right) {
        if (left instanceof ObjectNode a && right instanceof ObjectNode b) {
            Map<String, JsonNode> members = new LinkedHashMap<>(a.members());
            members.putAll(b.members());
            return new ObjectNode("", members);
        }
        List<JsonNode> elements = new ArrayList<>(left instanceof ArrayNode array ? array.elements() : List.of(left));
        elements.addAll(right instanceof ArrayNode array ? array.elements() : List.of(right));
        return new ArrayNode("", elements);
    }

    private static RowFunction delete(Expr.Call call, EvaluationContext context) {
        boolean byName = call.arguments().get(1).type().isCharacter();
        return (arguments, row, result) -> {
            JsonNode node = read(arguments, 0, row);
            if (node.scalar() || !byName && node instanceof ObjectNode) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        node.scalar() ? "cannot delete from scalar" : "cannot delete from object using integer index");
            }
            JsonNode left = node;
            if (node instanceof ObjectNode object) {
                Map<String, JsonNode> members = new LinkedHashMap<>(object.members());
                members.remove(arguments[1].stringAt(row));
                left = new ObjectNode("", members);
            } else if (node instanceof ArrayNode array) {
                List<JsonNode> elements = new ArrayList<>(array.elements());
                if (byName) {
                    String text = arguments[1].stringAt(row);
                    elements.removeIf(element -> element instanceof StringNode string && string.value().equals(text));
                } else {
                    long index = RowCalls.integer(arguments[1], row);
                    index = index < 0 ? index + elements.size() : index;
                    if (index >= 0 && index < elements.size()) {
                        elements.remove((int) index);
                    }
                }
                left = new ArrayNode("", elements);
            }
            result.appendString(JsonText.normal(left));
        };
    }

    private static void elements(Operand[] arguments, int row, ColumnBuilder result) {
        JsonNode node = read(arguments, 0, row);
        if (!(node instanceof ArrayNode array)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "cannot extract elements from " + article(node));
        }
        array.elements().forEach(element -> append(element, result.child(0)));
        result.endList();
    }

    private static String article(JsonNode node) {
        return node instanceof ObjectNode ? "an object" : "a scalar";
    }

    private static void members(Operand[] arguments, int row, ColumnBuilder result) {
        object(read(arguments, 0, row)).members().forEach((key, value) -> {
            ColumnBuilder entries = result.child(0);
            entries.child(0).appendString(key);
            append(value, entries.child(1));
            entries.endRow();
        });
        result.endList();
    }

    /** As text where the result is no JSON. */
    private static void append(JsonNode node, ColumnBuilder result) {
        if (result.type().kind() == SqlType.Kind.JSON) {
            result.appendString(node.source());
        } else if (node instanceof NullNode) {
            result.appendNull();
        } else {
            result.appendString(node.text());
        }
    }
}
