package io.millrace.storage.format;

import java.util.List;

/** Turns a row's values, in the form of {@link io.millrace.common.batch.Values}, into bytes. For one thread. */
@FunctionalInterface
public interface RowFormat {
    /** Null where the whole row means nothing, such as one NULL that is written raw. */
    byte[] write(List<Object> values);
}
