package io.millrace.exec.match;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import java.util.Arrays;

/**
 * Runs a {@link PatternProgram} from one row on, by backtracking in the order of preferment, so that the first way to the end is the match. Once a search
 * goes back a lot it notes the places that it came to and does not go on from one twice ({@link SearchMemo}); where definitions look at neighbours alone, that
 * holds for all rows at which a search begins, and a partition costs its length times the pattern's.
 */
final class MatchMachine implements AutoCloseable {
    /** Steps of one search after which it is given up. */
    private static final long STEPS_MOST = 1L << 30;
    private static final int CHECK_STEPS = 1 << 12;
    /** Steps a row before places are noted. */
    private static final int FREE_STEPS = 8;

    private final PatternProgram program;
    private final MatchPath path;
    private final LocalConditions[] local;
    private final ContextCondition[] other;
    private final Column names;
    private final EvaluationContext evaluation;
    private final Runnable check;
    private final SearchContext context;
    private final SearchMemo memo = new SearchMemo();
    private final boolean contextFree;
    private final long within;
    private final int timeColumn;
    /** Whether places stay noted from one search to the next. */
    private final boolean lasting;
    private final int[] slots;
    private Column times;
    private int from;
    private int to;
    private long matchNumber;
    private long steps;
    private long freeSteps;

    /** Choices not yet taken: instruction, length of the path, size of the trail. */
    private int[] stack = new int[192];
    private int stackSize;
    /** Keys of the places on the way, two longs each. */
    private long[] trail = new long[128];
    private int trailSize;

    MatchMachine(MatchDefinition definition, EvaluationContext evaluation, Runnable check) {
        int variables = definition.variables().size();
        this.program = definition.program();
        this.path = new MatchPath(definition.sets());
        this.evaluation = evaluation;
        this.check = check;
        this.context = new SearchContext(definition);
        this.contextFree = definition.contextFree();
        this.lasting = contextFree && program.slots() == 0;
        this.slots = new int[program.slots()];
        this.within = definition.node().within();
        this.timeColumn = within < 0 ? -1 : definition.node().orderKeys().get(0).column();
        this.local = new LocalConditions[variables];
        this.other = new ContextCondition[variables];
        try (ColumnBuilder builder = new ColumnBuilder(evaluation.allocator(), SqlType.VARCHAR, variables)) {
            definition.node().variables().forEach(builder::appendString);
            this.names = builder.buildAndClose();
        }
        try {
            for (int v = 0; v < variables; v++) {
                MatchDefinition.Variable variable = definition.variable(v);
                if (variable.local() != null) {
                    local[v] = new LocalConditions(variable.local(), definition.node().variables().get(v), evaluation);
                }
                if (variable.other() != null) {
                    other[v] = new ContextCondition(variable.other(), definition, path, names, evaluation);
                }
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** The names of the variables in order; stays the machine's. */
    Column names() {
        return names;
    }

    /** What the last search mapped. */
    MatchPath path() {
        return path;
    }

    void begin(PartitionedRows rows) {
        for (int v = 0; v < local.length; v++) {
            if (local[v] != null) {
                local[v].begin(rows);
            }
            if (other[v] != null) {
                other[v].begin(rows);
            }
        }
        if (times != null) {
            times.close();
        }
        times = within < 0 ? null : rows.batch().column(timeColumn).flatten(evaluation.allocator());
    }

    /** The next searches are in rows {@code newFrom .. newTo}. */
    void partition(int newFrom, int newTo) {
        from = newFrom;
        to = newTo;
        memo.clear();
        steps = 0;
        freeSteps = (long) FREE_STEPS * program.size() + FREE_STEPS * (long) (newTo - newFrom);
    }

    /** Looks for a match that begins at a row, and is to have this number. What it maps is in {@link #path}. */
    boolean match(int start, long number) {
        matchNumber = number;
        path.begin(start);
        stackSize = 0;
        trailSize = 0;
        if (!lasting) {
            memo.clear();
            steps = 0;
        }
        long last = steps + STEPS_MOST;
        int at = 0;
        while (true) {
            if ((++steps & CHECK_STEPS - 1) == 0) {
                check.run();
                if (steps > last) {
                    throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                            "MATCH_RECOGNIZE: a search for one match took more than " + STEPS_MOST + " steps");
                }
            }
            boolean ahead = switch (program.op[at]) {
                case ROW -> map(program.first[at], program.second[at] == 1);
                case SPLIT -> choose(at);
                case PARTITION_START -> path.start() + path.length() == from;
                case PARTITION_END -> path.start() + path.length() == to;
                case ENTER -> {
                    push(-1 - program.first[at], slots[program.first[at]]);
                    slots[program.first[at]] = path.length();
                    yield true;
                }
                case ADVANCED, JUMP -> true;
                case ACCEPT -> {
                    forgetTrail();
                    yield true;
                }
            };
            if (!ahead) {
                at = back();
                if (at < 0) {
                    return false;
                }
                continue;
            }
            switch (program.op[at]) {
                case ACCEPT -> {
                    return true;
                }
                case SPLIT, JUMP -> at = program.first[at];
                case ADVANCED -> at = path.length() > slots[program.first[at]] ? at + 1 : program.second[at];
                case ROW, PARTITION_START, PARTITION_END, ENTER -> at++;
            }
        }
    }

    private boolean map(int variable, boolean excluded) {
        int row = path.start() + path.length();
        if (row >= to || within >= 0 && !inTime(row) || local[variable] != null && !local[variable].test(row)) {
            return false;
        }
        path.push(variable, excluded);
        if (other[variable] != null && !other[variable].test(path, from, to, matchNumber)) {
            path.truncate(path.length() - 1);
            return false;
        }
        return true;
    }

    private boolean inTime(int row) {
        if (times.isNull(row) || times.isNull(path.start())) {
            return false;
        }
        long apart = time(row) - time(path.start());
        return apart >= 0 && apart < within;
    }

    private long time(int row) {
        FixedColumn fixed = (FixedColumn) times;
        return fixed.type().layout() == Layout.INT32 ? fixed.intAt(row) : fixed.longAt(row);
    }

    private boolean choose(int at) {
        if (steps > freeSteps) {
            long high = at;
            long low = (long) path.start() + path.length();
            if (!contextFree) {
                context.key(at, path);
                high = context.high();
                low = context.low();
            }
            if (!memo.add(high, low)) {
                return false;
            }
            note(high, low);
        }
        push(program.second[at], path.length());
        return true;
    }

    private void note(long high, long low) {
        if (trailSize == trail.length) {
            trail = Arrays.copyOf(trail, 2 * trail.length);
        }
        trail[trailSize++] = high;
        trail[trailSize++] = low;
    }

    /** The places on the way to a match are not ones from which there is none. */
    private void forgetTrail() {
        for (int i = 0; lasting && i < trailSize; i += 2) {
            memo.remove(trail[i], trail[i + 1]);
        }
    }

    private void push(int instruction, int length) {
        if (stackSize == stack.length) {
            stack = Arrays.copyOf(stack, Math.multiplyExact(2, stack.length));
        }
        stack[stackSize++] = instruction;
        stack[stackSize++] = length;
        stack[stackSize++] = trailSize;
    }

    /** Takes the latest choice that is left; below 0 if none is. */
    private int back() {
        while (stackSize > 0) {
            stackSize -= 3;
            int instruction = stack[stackSize];
            int length = stack[stackSize + 1];
            if (instruction < 0) {
                slots[-1 - instruction] = length;
            } else {
                path.truncate(length);
                trailSize = stack[stackSize + 2];
                return instruction;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        names.close();
        for (int v = 0; v < local.length; v++) {
            if (local[v] != null) {
                local[v].close();
            }
            if (other[v] != null) {
                other[v].close();
            }
        }
        if (times != null) {
            times.close();
            times = null;
        }
    }
}
