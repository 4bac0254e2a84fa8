package dev.winnow.recorder.symbols;

import dev.winnow.traces.Arch;
import java.util.Set;

/**
 * ioctl requests whose numbers changed, since the structures behind them grew or a direction was
 * mended: the name stands for another number in another version of strace, which a log does not
 * tell, so that it does not determine the number. Found by comparing the tables of strace 4.21,
 * 5.5, 5.10, 5.16, 6.1, 6.8, 6.13 and 7.2.
 */
public final class RenumberedRequests {
  private static final Set<String> NAMES =
      Set.of(
          "AMDKFD_IOC_CREATE_QUEUE",
          "DMA_MAP_BENCHMARK",
          "DRM_IOCTL_AMDGPU_GEM_OP",
          "DRM_IOCTL_AMDGPU_GEM_VA",
          "DRM_IOCTL_MSM_GEM_INFO",
          "DRM_IOCTL_MSM_GEM_SUBMIT",
          "DRM_IOCTL_MSM_GET_PARAM",
          "DRM_IOCTL_PANFROST_SUBMIT",
          "DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE",
          "DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD",
          "DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT",
          "DRM_IOCTL_SYNCOBJ_WAIT",
          "DRM_IOCTL_TEGRA_CLOSE_CHANNEL",
          "DRM_IOCTL_V3D_SUBMIT_CL",
          "DRM_IOCTL_V3D_SUBMIT_CSD",
          "DRM_IOCTL_V3D_SUBMIT_TFU",
          "DRM_IOCTL_VC4_SUBMIT_CL",
          "DRM_IOCTL_VIRTGPU_EXECBUFFER",
          "DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB",
          "DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST",
          "DRM_IOCTL_VIRTGPU_TRANSFER_TO_HOST",
          "HL_IOCTL_WAIT_CS",
          "NTSYNC_IOC_CREATE_SEM",
          "PIDFD_GET_INFO",
          "RDMA_VERBS_IOCTL",
          "SECCOMP_IOCTL_NOTIF_ID_VALID",
          "SWITCHTEC_IOCTL_EVENT_SUMMARY",
          "VBG_IOCTL_VMMDEV_REQUEST_BIG",
          "VIDIOC_SUBDEV_G_ROUTING",
          "VIDIOC_SUBDEV_S_ROUTING");

  /** Of those whose structures grew for 32-bit programs only, most with 64-bit times. */
  private static final Set<String> NARROW =
      Set.of(
          "HL_IOCTL_CS",
          "V4L2_DEVICE_NOTIFY_EVENT",
          "VIDIOC_DQBUF",
          "VIDIOC_DQEVENT",
          "VIDIOC_OMAP3ISP_STAT_REQ",
          "VIDIOC_PREPARE_BUF",
          "VIDIOC_QBUF",
          "VIDIOC_QUERYBUF");

  private RenumberedRequests() {}

  /** Whether the name determines no number in a log of {@code arch}. */
  public static boolean contains(Arch arch, String name) {
    boolean narrow = arch.registerBits() == 32 || arch == Arch.X32;
    return NAMES.contains(name) || (narrow && NARROW.contains(name));
  }
}
