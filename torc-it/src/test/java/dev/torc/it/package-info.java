/** The whole program against programs of others. */
@NullMarked
package dev.torc.it;

import org.jspecify.annotations.NullMarked;
