package io.millrace.storage.table.body;

/**
 * A Parquet file of a table's rows, complete and on disk.
 *
 * @param name relative to the table's directory
 * @param bytes of the file
 * @param partition its partition's values as Iceberg's JSON, empty if the table is not partitioned
 */
public record RowFile(String name, long rows, long bytes, String partition) {}
