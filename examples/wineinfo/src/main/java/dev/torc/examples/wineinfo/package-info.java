/** What a service of the wineinfo shop looks like. */
@NullMarked
package dev.torc.examples.wineinfo;

import org.jspecify.annotations.NullMarked;
