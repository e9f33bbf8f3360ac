/**
 * Functions over dates, times, timestamps and intervals, as PostgreSQL has them. Rows are computed in integers ({@link
 * io.millrace.exec.expression.datetime.CivilDate}), zones by ranges of one offset ({@code ZoneOffsets}); java.time is for slow paths. Start at {@link
 * io.millrace.exec.expression.datetime.DateTimeFunctions}.
 */
package io.millrace.exec.expression.datetime;
