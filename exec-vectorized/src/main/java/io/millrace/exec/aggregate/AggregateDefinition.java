package io.millrace.exec.aggregate;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * An aggregation's fixed part: key types, grouping sets, and the accumulators ({@link AggregateSlot}) that its calls come down to. Immutable.
 */
final class AggregateDefinition {
    /** What a call takes its result from. {@code second} is the count of an average, else -1. GROUPING has neither. */
    record Output(AggregateCall call, int first, int second) {}

    private final PlanNode.Aggregate node;
    private final Schema inputSchema;
    private final List<SqlType> keyTypes = new ArrayList<>();
    private final List<AggregateSlot> slots = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final RollUp rollUp;

    AggregateDefinition(PlanNode.Aggregate node) {
        this(node, node.input().schema());
    }

    /** For FINAL the types of keys and arguments come from the calls alone, so {@code inputSchema} is that of the partial phase's output. */
    AggregateDefinition(PlanNode.Aggregate node, Schema inputSchema) {
        this.node = node;
        this.inputSchema = inputSchema;
        this.rollUp = node.phase() == PlanNode.AggregatePhase.SINGLE ? RollUp.of(node.groupingSets(), node.keys().size()) : null;
        boolean merging = node.phase() == PlanNode.AggregatePhase.FINAL;
        for (int k = 0; k < node.keys().size(); k++) {
            keyTypes.add(inputSchema.type(merging ? k : node.keys().get(k)));
        }
        if (severalSets()) {
            keyTypes.add(SqlType.INTEGER);
        }
        for (AggregateCall call : node.calls()) {
            outputs.add(output(call));
        }
    }

    private Output output(AggregateCall call) {
        return switch (call.function()) {
            case GROUPING -> new Output(call, -1, -1);
            case AVG -> {
                boolean approximate = call.arguments().get(0).type().isApproximate();
                SqlType sumType = approximate ? SqlType.DOUBLE : SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0);
                int sum = slot(call, AggregateFunction.SUM, sumType);
                yield new Output(call, sum, slot(call, AggregateFunction.COUNT, SqlType.BIGINT));
            }
            default -> new Output(call, slot(call, call.function(), call.type()), -1);
        };
    }

    private int slot(AggregateCall call, AggregateFunction function, SqlType type) {
        AggregateSlot slot = new AggregateSlot(function, call.arguments(), call.distinct(), call.filter(), call.orderBy(), type);
        int known = slots.indexOf(slot);
        if (known >= 0) {
            return known;
        }
        slots.add(slot);
        return slots.size() - 1;
    }

    PlanNode.Aggregate node() {
        return node;
    }

    Schema inputSchema() {
        return inputSchema;
    }

    List<AggregateSlot> slots() {
        return slots;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** Of the hash table: the keys, and the set's number if there are several. */
    List<SqlType> keyTypes() {
        return keyTypes;
    }

    boolean severalSets() {
        return node.groupingSets().size() > 1;
    }

    /** How the groups of most sets come from those of others; null: each set is grouped from the rows. */
    RollUp rollUp() {
        return rollUp;
    }

    /** Whether rows are grouped once, by all keys. */
    boolean groupsRowsOnce() {
        return node.simple() || rollUp != null;
    }

    /** Whether keys can be NULL because a set lacks them. */
    boolean setsLackKeys() {
        return !node.simple();
    }

    /** Position of the first intermediate column in PARTIAL's output. */
    int partialColumnsFrom() {
        return keyTypes.size();
    }

    /**
     * Types of a slot's order keys. A FINAL phase does not see the rows, so there they are what the intermediate column says.
     *
     * @param partialColumn how many intermediate columns come before the slot's
     */
    List<SqlType> orderTypes(AggregateSlot slot, int partialColumn) {
        if (slot.orderBy().isEmpty()) {
            return List.of();
        }
        if (node.phase() != PlanNode.AggregatePhase.FINAL) {
            return slot.orderBy().stream().map(k -> inputSchema.type(k.column())).toList();
        }
        SqlType collected = inputSchema.type(partialColumnsFrom() + partialColumn).element();
        int columns = collected.fields().size();
        return collected.fields().subList(columns - slot.orderBy().size(), columns).stream().map(Field::type).toList();
    }

    /** Keys, set number, intermediate columns. */
    Schema partialSchema(List<SqlType> partialTypes) {
        List<Field> fields = new ArrayList<>();
        for (int k = 0; k < keyTypes.size(); k++) {
            fields.add(new Field(k < node.keys().size() ? "key" + k : "grouping_set", keyTypes.get(k), true));
        }
        for (int p = 0; p < partialTypes.size(); p++) {
            fields.add(new Field("partial" + p, partialTypes.get(p), true));
        }
        return new Schema(fields);
    }

    /** GROUPING(columns) for one set: bit set where the set lacks the key, first argument highest. */
    long grouping(AggregateCall call, int set) {
        long mask = 0;
        for (Expr argument : call.arguments()) {
            int column = ((Expr.ColumnRef) argument).index();
            boolean present = node.groupingSets().get(set).stream().anyMatch(k -> node.keys().get(k) == column);
            mask = mask << 1 | (present ? 0 : 1);
        }
        return mask;
    }
}
