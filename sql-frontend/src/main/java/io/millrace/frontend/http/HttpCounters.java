package io.millrace.frontend.http;

import io.millrace.common.error.MillraceException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What the HTTP door has done since it opened. Thread-safe. */
public final class HttpCounters {
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();

    void answered(String endpoint, long tookNanos) {
        requests.computeIfAbsent(endpoint, ignored -> new LongAdder()).increment();
        nanos.computeIfAbsent(endpoint, ignored -> new LongAdder()).add(tookNanos);
    }

    void failed(MillraceException error) {
        errors.computeIfAbsent(error.code().name(), ignored -> new LongAdder()).increment();
    }

    void write(StringBuilder text) {
        MetricsEndpoint.family(text, "millrace_http_requests_total", "counter", "requests answered, by endpoint");
        new TreeMap<>(requests).forEach((endpoint, count) -> text.append("millrace_http_requests_total{endpoint=\"").append(endpoint)
                .append("\"} ").append(count.sum()).append('\n'));
        MetricsEndpoint.family(text, "millrace_http_request_seconds_total", "counter", "time taken by requests, by endpoint");
        new TreeMap<>(nanos).forEach((endpoint, sum) -> text.append("millrace_http_request_seconds_total{endpoint=\"").append(endpoint)
                .append("\"} ").append(sum.sum() / 1e9).append('\n'));
        MetricsEndpoint.family(text, "millrace_http_errors_total", "counter",
                "requests that failed before their answer began, by error code");
        new TreeMap<>(errors).forEach((code, count) -> text.append("millrace_http_errors_total{code=\"").append(code).append("\"} ")
                .append(count.sum()).append('\n'));
    }
}
