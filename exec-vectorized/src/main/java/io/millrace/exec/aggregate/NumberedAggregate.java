package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One aggregate call over groups that the caller numbers, such as the frames of a window. One thread. */
public final class NumberedAggregate implements AutoCloseable {
    private final BufferAllocator allocator;
    private final AggregateDefinition definition;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private int[] keptPositions = new int[0];
    private int[] keptGroups = new int[0];

    /** @throws io.millrace.common.error.MillraceException FEATURE_NOT_SUPPORTED if there is no such aggregate */
    public NumberedAggregate(AggregateCall call, Schema input, BufferAllocator allocator) {
        this.allocator = allocator;
        PlanNode.Aggregate node = new PlanNode.Aggregate(
                new PlanNode.Values(input, List.of()), List.of(), List.of(List.of()), List.of(call), PlanNode.AggregatePhase.SINGLE,
                Schema.of(Field.of("result", call.type())));
        this.definition = new AggregateDefinition(node);
        try {
            for (AggregateSlot slot : definition.slots()) {
                // Groups may stay empty, as frames do: accumulators must not count on a row in each.
                AggregateSlot sparse = new AggregateSlot(
                        slot.function(), slot.arguments(), slot.distinct(), Math.max(0, slot.filter()), slot.orderBy(), slot.type());
                accumulators.add(AccumulatorFactory.create(sparse, definition.orderTypes(slot, 0), allocator));
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** Adds rows of a flat batch, which stays the caller's; those that the call's filter leaves out are skipped. */
    public void add(Batch rows, int[] positions, int count, int[] groupIds, int groups) {
        for (int s = 0; s < accumulators.size(); s++) {
            AggregateSlot slot = definition.slots().get(s);
            Column[] arguments = arguments(slot, rows);
            try {
                if (slot.filter() < 0) {
                    accumulators.get(s).add(arguments, positions, count, groupIds, groups);
                } else {
                    int kept = filter(rows.column(slot.filter()), positions, count, groupIds);
                    accumulators.get(s).add(arguments, keptPositions, kept, keptGroups, groups);
                }
            } finally {
                for (Column argument : arguments) {
                    argument.close();
                }
            }
        }
    }

    private int filter(Column filter, int[] positions, int count, int[] groupIds) {
        if (keptPositions.length < count) {
            keptPositions = new int[count];
            keptGroups = new int[count];
        }
        int kept = 0;
        for (int k = 0; k < count; k++) {
            if (!filter.isNull(positions[k]) && isTrue(filter, positions[k])) {
                keptPositions[kept] = positions[k];
                keptGroups[kept++] = groupIds[k];
            }
        }
        return kept;
    }

    private static boolean isTrue(Column column, int position) {
        return switch (column) {
            case FixedColumn fixed -> fixed.booleanAt(position);
            case ConstantColumn constant -> isTrue(constant.value(), 0);
            case DictionaryColumn dictionary -> isTrue(dictionary.dictionary(), dictionary.codeAt(position));
            default -> throw new AssertionError(column.type());
        };
    }

    private Column[] arguments(AggregateSlot slot, Batch rows) {
        List<Column> arguments = new ArrayList<>();
        for (Expr argument : slot.arguments()) {
            arguments.add(switch (argument) {
                case Expr.ColumnRef column -> rows.column(column.index()).retain();
                case Expr.Literal literal -> Values.constant(allocator, literal.type(), literal.value(), rows.physicalRows());
                default -> throw new AssertionError(slot);
            });
        }
        slot.orderBy().forEach(key -> arguments.add(rows.column(key.column()).retain()));
        return arguments.toArray(Column[]::new);
    }

    /** The intermediate form of groups {@code from .. from + count}, flat, owned by the caller. */
    public List<Column> partials(int from, int count) {
        List<Column> columns = new ArrayList<>();
        accumulators.forEach(a -> columns.addAll(a.partial(allocator, from, count)));
        return columns;
    }

    /** Adds rows of what {@link #partials} gave, which stay the caller's. */
    public void addPartials(List<Column> partials, int[] positions, int count, int[] groupIds, int groups) {
        int at = 0;
        for (Accumulator accumulator : accumulators) {
            int width = accumulator.partialTypes().size();
            accumulator.addPartial(partials.subList(at, at + width).toArray(Column[]::new), positions, count, groupIds, groups);
            at += width;
        }
    }

    /** The results of groups {@code from .. from + count}, owned by the caller. */
    public Column results(int from, int count) {
        AggregateDefinition.Output output = definition.outputs().get(0);
        AggregateCall call = output.call();
        Accumulator first = accumulators.get(output.first());
        if (call.function() != AggregateFunction.AVG) {
            return first.result(allocator, from, count);
        }
        CountAccumulator rows = (CountAccumulator) accumulators.get(output.second()).undistinct();
        SqlType argument = call.arguments().get(0).type();
        return switch (first.undistinct()) {
            case DoubleSumAccumulator sum -> AverageResult.ofDoubles(sum, rows, call.type(), allocator, from, count);
            case SumAccumulator sum -> AverageResult.ofExact(
                    sum, rows, argument.kind() == SqlType.Kind.DECIMAL ? argument.scale() : 0, call.type(), allocator, from, count);
            default -> throw new AssertionError(first);
        };
    }

    /** Forgets all groups. */
    public void clear() {
        accumulators.forEach(Accumulator::clear);
    }

    @Override
    public void close() {
        accumulators.forEach(Accumulator::close);
    }
}
