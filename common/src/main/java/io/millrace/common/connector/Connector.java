package io.millrace.common.connector;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import java.util.Map;

/**
 * Another system that streams are read from and results are written to: {@code connector = 'kafka'}. Found by {@link java.util.ServiceLoader}, so that one
 * with heavy libraries is no part of a core install. Thread-safe.
 */
public interface Connector {
    /** As users write it. */
    String name();

    /**
     * A log in the other system. Checks the options, without asking the system.
     *
     * @param options of the stream's WITH (…), those of formats and of the engine among them, which are another's to check
     * @throws MillraceException INVALID_PARAMETER; FEATURE_NOT_SUPPORTED if nothing can be read from such a system
     */
    ExternalLog openLog(Map<String, String> options, Clock clock);

    /**
     * What writing so promises. Checks the options, without asking the system.
     *
     * @throws MillraceException INVALID_PARAMETER for an option that has no meaning or a wrong value; FEATURE_NOT_SUPPORTED
     */
    SinkKind sinkKind(SinkDefinition sink);

    /**
     * A way to write; nothing is asked of the system before {@link ExternalSink#recover}.
     *
     * @throws MillraceException as {@link #sinkKind}
     */
    ExternalSink openSink(SinkDefinition sink, Clock clock);
}
