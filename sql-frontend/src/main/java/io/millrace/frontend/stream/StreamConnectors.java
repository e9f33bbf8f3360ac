package io.millrace.frontend.stream;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.external.ExternalOptions;
import io.millrace.storage.stream.StreamOptions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a stream's options may say. */
public final class StreamConnectors {
    static final String CONNECTOR = "connector";
    static final String TCP = "tcp";
    static final String DIRECTORY = "directory";
    private static final Set<String> LOG_OPTIONS =
            Set.of(CONNECTOR, "format", "partitions", "retention", "retention.bytes", "watermark.idle_timeout",
                    "watermark.max_future_skew");

    private StreamConnectors() {}

    /** INVALID_PARAMETER for an option that has no meaning or a wrong value, FEATURE_NOT_SUPPORTED for a connector that is not there. */
    public static void check(MillraceNode node, CatalogObject.Stream stream) {
        Map<String, String> options = stream.options();
        if (ExternalOptions.isExternal(stream)) {
            return; // Checked where it is connected
        }
        StreamOptions.retention(options);
        switch (options.getOrDefault(CONNECTOR, "log")) {
            case "log", "embedded" -> requireKnown(options, LOG_OPTIONS);
            case TCP -> {
                Set<String> known = new TreeSet<>(LOG_OPTIONS);
                known.addAll(TcpLineOptions.NAMES);
                requireKnown(options, known);
                TcpLineOptions.of(stream);
            }
            case DIRECTORY -> DirectoryOptions.of(stream, LOG_OPTIONS).require(node.files());
            default -> throw new AssertionError("a connector of another system");
        }
    }

    /** Begins what fills the stream; absent for those that are written by statements and doors alone. */
    static Optional<Supplier<StreamInput>> input(MillraceNode node, CatalogObject.Stream stream) {
        return switch (stream.options().getOrDefault(CONNECTOR, "log")) {
            case TCP -> Optional.of(() -> new TcpLineSource(node, stream));
            case DIRECTORY -> Optional.of(() -> new DirectorySource(node, stream, DirectoryOptions.of(stream, LOG_OPTIONS)));
            default -> Optional.empty();
        };
    }

    private static void requireKnown(Map<String, String> options, Set<String> known) {
        for (String name : options.keySet()) {
            if (!known.contains(name)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "a stream has no option " + name + ", expected one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }
}
