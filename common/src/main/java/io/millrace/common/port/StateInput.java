package io.millrace.common.port;

import java.io.IOException;
import java.io.InputStream;

/** Where a checkpoint comes from. */
public interface StateInput {
    /** The section, or null if the checkpoint has none of that name. */
    InputStream section(String name) throws IOException;
}
