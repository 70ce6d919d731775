/** What an application that has the sharded cache in its own process looks like. */
@NullMarked
package dev.torc.examples.logicalproxy;

import org.jspecify.annotations.NullMarked;
