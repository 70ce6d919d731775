/** The command line: the only module that knows all the others. */
@NullMarked
package dev.torc.cli;

import org.jspecify.annotations.NullMarked;
