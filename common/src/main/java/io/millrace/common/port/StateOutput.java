package io.millrace.common.port;

import java.io.IOException;
import java.io.OutputStream;

/** Where a checkpoint goes: named sections, one or more an operator. */
public interface StateOutput {
    /** Opens a section; the caller closes it before it opens another. Names are path-safe and unique in a checkpoint. */
    OutputStream section(String name) throws IOException;
}
