/** Measures Torc beside other libraries, in one run on one machine. */
@NullMarked
package dev.torc.bench;

import org.jspecify.annotations.NullMarked;
