package io.millrace.exec.step;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The layout of a dataflow's checkpoint: section {@code dataflow} with magic, version and the operators' names, then a section
 * {@code operator-<number>} each, whose contents are the operator's own.
 */
final class CheckpointFormat {
    private static final int MAGIC = 0x4D_52_44_46;
    static final int VERSION = 4;
    /** Knew no state outside of the checkpoint. */
    private static final int VERSION_UNPAGED = 2;

    private CheckpointFormat() {}

    static void write(List<StepOperator> operators, StateOutput target) {
        section(target, "dataflow", out -> {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(operators.size());
            operators.forEach(operator -> out.writeString(operator.name()));
        });
        for (StepOperator operator : operators) {
            section(target, "operator-" + operator.number(), operator::checkpoint);
        }
    }

    /** @param stored where pages of keys are; null if the checkpoint has none */
    static void read(List<StepOperator> operators, StateInput source, StateEntries stored) {
        boolean[] marked = {false};
        readSection(source, "dataflow", in -> {
            if (in.readInt() != MAGIC) {
                throw in.corrupt("it is not a dataflow's");
            }
            int version = in.readInt();
            marked[0] = version == VERSION;
            if (version != VERSION && version != VERSION_UNPAGED) {
                throw in.corrupt("found version " + version + ", expected " + VERSION);
            }
            int count = in.readInt();
            if (count != operators.size()) {
                throw in.corrupt("found " + count + " operators, expected " + operators.size() + ": it is of another plan");
            }
            for (StepOperator operator : operators) {
                String name = in.readString();
                if (!name.equals(operator.name())) {
                    throw in.corrupt("found " + name + " as operator " + operator.number() + ", expected " + operator.name()
                            + ": it is of another plan");
                }
            }
        });
        for (StepOperator operator : operators) {
            readSection(source, "operator-" + operator.number(), stored, in -> operator.restore(in, marked[0]));
        }
    }

    /** Gives an operator the state of another of the same kind. */
    static void copy(StepOperator from, StepOperator to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StateWriter out = new StateWriter(bytes)) {
            from.checkpoint(out);
        }
        try (StateReader in = new StateReader(to.name(), new ByteArrayInputStream(bytes.toByteArray()), null)) {
            to.restore(in, true);
        }
    }

    /** Opens, fills and closes a section. */
    static void section(StateOutput target, String name, Consumer<StateWriter> body) {
        try (StateWriter out = new StateWriter(target.section(name))) {
            body.accept(out);
        } catch (IOException e) {
            throw ioError(name, e);
        } catch (UncheckedIOException e) {
            throw ioError(name, e.getCause());
        }
    }

    static void readSection(StateInput source, String name, Consumer<StateReader> body) {
        readSection(source, name, null, body);
    }

    private static void readSection(StateInput source, String name, StateEntries stored, Consumer<StateReader> body) {
        try (InputStream stream = source.section(name)) {
            if (stream == null) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE, "checkpoint has no section " + name);
            }
            try (StateReader in = new StateReader(name, stream, stored)) {
                body.accept(in);
            }
        } catch (IOException e) {
            throw ioError(name, e);
        } catch (UncheckedIOException e) {
            throw ioError(name, e.getCause());
        }
    }

    private static MillraceException ioError(String section, IOException e) {
        return new MillraceException(ErrorCode.IO_ERROR, "checkpoint section " + section + ": " + e.getMessage(), e);
    }
}
