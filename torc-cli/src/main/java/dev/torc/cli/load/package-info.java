/**
 * The load generator: {@link dev.torc.cli.load.LoadRun} carries out a {@link
 * dev.torc.cli.load.LoadPlan} over HTTP and gives a {@link dev.torc.cli.load.LoadReport}. It knows
 * nothing of the command line.
 */
@NullMarked
package dev.torc.cli.load;

import org.jspecify.annotations.NullMarked;
