package io.millrace.cluster.view;

/**
 * A checkpoint that is kept of a view.
 *
 * @param tick up to and with which it has the view's inputs
 * @param bytes on disk
 * @param writtenMicros epoch micros
 */
public record CheckpointInfo(String viewId, long tick, long bytes, long writtenMicros) {}
