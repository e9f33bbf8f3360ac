package io.millrace.exec.expression.json;

import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.BooleanNode;
import io.millrace.exec.expression.json.JsonNode.NullNode;
import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The condition of a path's filter: three-valued, an error inside counts as unknown. */
sealed interface JsonCondition {
    /** SQL's three values. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** {@code current} is what @ stands for. */
    Truth test(JsonPath path, JsonNode current, JsonNode root);

    /** An operand: a path from @ or $, or a literal. */
    record Operand(boolean fromRoot, List<JsonPath.Step> steps, JsonNode literal) {
        List<JsonNode> values(JsonPath path, JsonNode current, JsonNode root) {
            if (literal != null) {
                return List.of(literal);
            }
            List<JsonNode> values = path.select(steps, fromRoot ? root : current, root);
            if (path.strict()) {
                return values;
            }
            List<JsonNode> opened = new ArrayList<>();
            for (JsonNode value : values) {
                if (value instanceof ArrayNode array) {
                    opened.addAll(array.elements());
                } else {
                    opened.add(value);
                }
            }
            return opened;
        }
    }

    /** Comparison operators. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** True if it holds for any pair of the operands' values. */
    record Compare(Operand left, Operator operator, Operand right) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            try {
                boolean unknown = false;
                for (JsonNode l : left.values(path, current, root)) {
                    for (JsonNode r : right.values(path, current, root)) {
                        Truth truth = compare(l, r);
                        if (truth == Truth.TRUE) {
                            return Truth.TRUE;
                        }
                        unknown |= truth == Truth.UNKNOWN;
                    }
                }
                return unknown ? Truth.UNKNOWN : Truth.FALSE;
            } catch (JsonPath.Mismatch e) {
                return Truth.UNKNOWN;
            }
        }

        private Truth compare(JsonNode l, JsonNode r) {
            if (l instanceof NullNode != r instanceof NullNode) {
                return operator == Operator.NOT_EQUAL ? Truth.TRUE : Truth.FALSE;
            }
            Integer order = null;
            if (l instanceof NullNode) {
                order = 0;
            } else if (l instanceof NumberNode a && r instanceof NumberNode b) {
                order = a.value().compareTo(b.value());
            } else if (l instanceof StringNode a && r instanceof StringNode b) {
                order = a.value().compareTo(b.value());
            } else if (l instanceof BooleanNode a && r instanceof BooleanNode b) {
                order = Boolean.compare(a.value(), b.value());
            }
            return order == null ? Truth.UNKNOWN : operator.holds(order) ? Truth.TRUE : Truth.FALSE;
        }
    }

    /** {@code starts with} or {@code like_regex}: true if any string of the operand passes. */
    record Matches(Operand operand, Predicate<String> predicate) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            try {
                boolean unknown = false;
                for (JsonNode node : operand.values(path, current, root)) {
                    if (node instanceof StringNode text) {
                        if (predicate.test(text.value())) {
                            return Truth.TRUE;
                        }
                    } else {
                        unknown = true;
                    }
                }
                return unknown ? Truth.UNKNOWN : Truth.FALSE;
            } catch (JsonPath.Mismatch e) {
                return Truth.UNKNOWN;
            }
        }
    }

    /** {@code exists (path)}. */
    record Exists(Operand operand) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            try {
                JsonNode from = operand.fromRoot() ? root : current;
                return path.select(operand.steps(), from, root).isEmpty() ? Truth.FALSE : Truth.TRUE;
            } catch (JsonPath.Mismatch e) {
                return Truth.UNKNOWN;
            }
        }
    }

    /** {@code !(condition)}. */
    record Not(JsonCondition condition) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            return switch (condition.test(path, current, root)) {
                case TRUE -> Truth.FALSE;
                case FALSE -> Truth.TRUE;
                case UNKNOWN -> Truth.UNKNOWN;
            };
        }
    }

    /** {@code (condition) is unknown}. */
    record IsUnknown(JsonCondition condition) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            return condition.test(path, current, root) == Truth.UNKNOWN ? Truth.TRUE : Truth.FALSE;
        }
    }

    /** {@code &&} or, if {@code any}, {@code ||}. */
    record Both(JsonCondition left, JsonCondition right, boolean any) implements JsonCondition {
        @Override
        public Truth test(JsonPath path, JsonNode current, JsonNode root) {
            Truth decisive = any ? Truth.TRUE : Truth.FALSE;
            Truth l = left.test(path, current, root);
            if (l == decisive) {
                return l;
            }
            Truth r = right.test(path, current, root);
            return r == decisive || l == r ? r : Truth.UNKNOWN;
        }
    }
}
