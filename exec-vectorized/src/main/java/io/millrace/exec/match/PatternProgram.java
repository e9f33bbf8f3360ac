package io.millrace.exec.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.RowPattern;
import io.millrace.common.plan.RowPattern.Quantified;
import java.util.ArrayList;
import java.util.List;

/**
 * A row pattern as instructions of a small machine (R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009). The order in which a
 * {@link Op#SPLIT}'s branches are tried is the standard's preferment:
 *
 * <pre>
 * A | B      SPLIT 1, 2; 1: A; JUMP 3; 2: B; 3:
 * A*         1: SPLIT 2, 3; 2: A; JUMP 1; 3:            (reluctant: SPLIT 3, 2)
 * A{2,3}     A; A; SPLIT 1, 2; 1: A; 2:
 * (A?)*      1: SPLIT 2, 3; 2: ENTER s; A?; ADVANCED s, 3; JUMP 1; 3:
 * </pre>
 *
 * A round of a loop without end that maps no row is the last (the standard's rule, which is Perl's): that is what ENTER and ADVANCED see to where the loop's
 * pattern may be empty.
 */
final class PatternProgram {
    /** What a pattern may become at most: bounds of quantifiers are unrolled. */
    static final int INSTRUCTIONS_MOST = 100_000;

    enum Op {
        /** Maps the next row to variable {@code first}; {@code second} 1: excluded. */
        ROW,
        /** Goes on at {@code first}; if that fails, at {@code second}. */
        SPLIT,
        /** Goes on at {@code first}. */
        JUMP,
        PARTITION_START,
        PARTITION_END,
        /** Notes in slot {@code first} where a round begins. */
        ENTER,
        /** Leaves the loop for {@code second} if nothing was mapped since slot {@code first} was noted. */
        ADVANCED,
        ACCEPT
    }

    private record Instruction(Op op, int first, int second) {}

    private final List<Instruction> building = new ArrayList<>();
    private int slots;
    private boolean excluding;
    final Op[] op;
    final int[] first;
    final int[] second;

    PatternProgram(RowPattern pattern) {
        compile(pattern);
        emit(Op.ACCEPT, 0, 0);
        op = building.stream().map(Instruction::op).toArray(Op[]::new);
        first = building.stream().mapToInt(Instruction::first).toArray();
        second = building.stream().mapToInt(Instruction::second).toArray();
        building.clear();
    }

    int size() {
        return op.length;
    }

    /** How many loops there are whose rounds may be empty. */
    int slots() {
        return slots;
    }

    private int emit(Op operation, int a, int b) {
        if (building.size() >= INSTRUCTIONS_MOST) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                    "the row pattern grows beyond " + INSTRUCTIONS_MOST + " parts when its quantifiers are written out");
        }
        building.add(new Instruction(operation, a, b));
        return building.size() - 1;
    }

    private int here() {
        return building.size();
    }

    /** Branches of a SPLIT in the order of preferment. */
    private void split(int at, int into, int past, boolean greedy) {
        building.set(at, new Instruction(Op.SPLIT, greedy ? into : past, greedy ? past : into));
    }

    private void compile(RowPattern pattern) {
        switch (pattern) {
            case RowPattern.Variable variable -> emit(Op.ROW, variable.index(), excluding ? 1 : 0);
            case RowPattern.Empty empty -> {}
            case RowPattern.Concatenation all -> all.parts().forEach(this::compile);
            case RowPattern.Alternation any -> alternation(any.alternatives());
            case Quantified repeated -> repetition(repeated);
            case RowPattern.Exclusion excluded -> {
                boolean outer = excluding;
                excluding = true;
                compile(excluded.pattern());
                excluding = outer;
            }
            case RowPattern.PartitionStart start -> emit(Op.PARTITION_START, 0, 0);
            case RowPattern.PartitionEnd end -> emit(Op.PARTITION_END, 0, 0);
        }
    }

    private void alternation(List<RowPattern> alternatives) {
        List<Integer> jumps = new ArrayList<>();
        for (int i = 0; i < alternatives.size() - 1; i++) {
            int split = emit(Op.SPLIT, 0, 0);
            compile(alternatives.get(i));
            jumps.add(emit(Op.JUMP, 0, 0));
            split(split, split + 1, here(), true);
        }
        compile(alternatives.getLast());
        jumps.forEach(jump -> building.set(jump, new Instruction(Op.JUMP, here(), 0)));
    }

    private void repetition(Quantified repeated) {
        for (int i = 0; i < repeated.least(); i++) {
            int before = here();
            compile(repeated.pattern());
            if (here() == before) {
                break;
            }
        }
        if (repeated.most() == Quantified.UNBOUNDED) {
            loop(repeated);
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeated.least(); i < repeated.most(); i++) {
            splits.add(emit(Op.SPLIT, 0, 0));
            compile(repeated.pattern());
        }
        splits.forEach(at -> split(at, at + 1, here(), repeated.greedy()));
    }

    private void loop(Quantified repeated) {
        int split = emit(Op.SPLIT, 0, 0);
        boolean mayBeEmpty = mayBeEmpty(repeated.pattern());
        int slot = mayBeEmpty ? slots++ : -1;
        if (mayBeEmpty) {
            emit(Op.ENTER, slot, 0);
        }
        compile(repeated.pattern());
        int advanced = mayBeEmpty ? emit(Op.ADVANCED, slot, 0) : -1;
        emit(Op.JUMP, split, 0);
        if (mayBeEmpty) {
            building.set(advanced, new Instruction(Op.ADVANCED, slot, here()));
        }
        split(split, split + 1, here(), repeated.greedy());
    }

    private static boolean mayBeEmpty(RowPattern pattern) {
        return switch (pattern) {
            case RowPattern.Variable variable -> false;
            case RowPattern.Empty empty -> true;
            case RowPattern.Concatenation all -> all.parts().stream().allMatch(PatternProgram::mayBeEmpty);
            case RowPattern.Alternation any -> any.alternatives().stream().anyMatch(PatternProgram::mayBeEmpty);
            case Quantified repeated -> repeated.least() == 0 || mayBeEmpty(repeated.pattern());
            case RowPattern.Exclusion excluded -> mayBeEmpty(excluded.pattern());
            case RowPattern.PartitionStart start -> true;
            case RowPattern.PartitionEnd end -> true;
        };
    }
}
