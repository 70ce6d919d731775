/**
 * The wineinfo demo: {@link dev.torc.cli.wineinfo.Wineinfo} is a shop in front of replicas that
 * fail when they are asked too many different things, and {@link dev.torc.cli.wineinfo.Play} sends
 * it requests. Nothing in it knows the command line.
 */
@NullMarked
package dev.torc.cli.wineinfo;

import org.jspecify.annotations.NullMarked;
