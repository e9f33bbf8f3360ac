/**
 * What every family of functions builds on: reading columns of any encoding row by row ({@link io.millrace.exec.expression.support.Operand}), writing
 * results ({@link io.millrace.exec.expression.support.FixedResult}, {@link io.millrace.exec.expression.support.BinaryResult}), and
 * {@link io.millrace.exec.expression.support.StrictEvaluator}, which takes care of NULLs, constants and dictionaries for functions that give NULL on
 * NULL. Start there.
 */
package io.millrace.exec.expression.support;
