/**
 * JSON functions and SQL/JSON paths. JSON is text that is checked when it is read; parts of it are returned as they were written. Start at {@link
 * io.millrace.exec.expression.json.JsonFunctions}.
 */
package io.millrace.exec.expression.json;
