package io.millrace.common.port;

import io.millrace.common.plan.ScanTarget;

/** Opens scan targets; each worker has one, composed of those of storage, views and system tables. */
public interface SourceProvider {
    TableSource open(ScanTarget target);
}
