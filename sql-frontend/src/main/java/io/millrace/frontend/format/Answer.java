package io.millrace.frontend.format;

import io.millrace.common.type.Schema;
import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What is known of an answer before its first row.
 *
 * @param queryId what KILL QUERY takes; empty if no query runs
 * @param tag what was done: SELECT, INSERT, …
 * @param updateCount of changed rows, -1 if that means nothing
 * @param zone that instants are shown in
 * @param allocator for what a writer needs
 */
public record Answer(
        Schema schema, String queryId, String tag, long updateCount, List<String> warnings, ZoneId zone, BufferAllocator allocator) {}
