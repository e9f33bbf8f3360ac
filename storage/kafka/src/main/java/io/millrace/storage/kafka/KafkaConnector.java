package io.millrace.storage.kafka;

import io.millrace.common.connector.Connector;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.connector.ExternalSink;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.connector.SinkKind;
import io.millrace.common.port.Clock;
import java.util.Map;

/** {@code connector = 'kafka'}: topics as streams, and results into topics. */
public final class KafkaConnector implements Connector {
    static final String NAME = "kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ExternalLog openLog(Map<String, String> options, Clock clock) {
        return new KafkaLog(KafkaOptions.ofSource(options));
    }

    @Override
    public SinkKind sinkKind(SinkDefinition sink) {
        return KafkaSinkOptions.of(sink).kind();
    }

    @Override
    public ExternalSink openSink(SinkDefinition sink, Clock clock) {
        KafkaSinkOptions options = KafkaSinkOptions.of(sink);
        return new KafkaSink(sink, options);
    }
}
