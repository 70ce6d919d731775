/** What the engines of several commands share. It knows nothing of the command line. */
@NullMarked
package dev.torc.cli.engine;

import org.jspecify.annotations.NullMarked;
