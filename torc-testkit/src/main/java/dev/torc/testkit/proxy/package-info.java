/** A proxy before a server that breaks connections, slows them, or delivers bytes late. */
@NullMarked
package dev.torc.testkit.proxy;

import org.jspecify.annotations.NullMarked;
