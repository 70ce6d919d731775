/** What runs a part of another library alone; the interoperability tests ask through it, too. */
@NullMarked
package dev.torc.bench.peer;

import org.jspecify.annotations.NullMarked;
