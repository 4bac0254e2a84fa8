/**
 * Policies as the {@code linux.seccomp} object of the OCI runtime specification, which crun, runc,
 * podman, containerd and Kubernetes hand to libseccomp. {@link dev.winnow.policy.oci.PolicyToOci}
 * writes one, {@link dev.winnow.policy.oci.OciMeaning} says what libseccomp makes of it, and the
 * two are compared on the exact core: what a profile cannot hold is found, not listed from memory.
 */
@NullMarked
package dev.winnow.policy.oci;

import org.jspecify.annotations.NullMarked;
