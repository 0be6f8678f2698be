// The method is named after its purpose, the entry point says what it is; a long cast to uint carries the flags.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Deployment.Native
{
    public class DeploymentSlot
    {
        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", CharSet = CharSet.Unicode, SetLastError = true)]
        static extern bool Reserve(SafeFileHandle file, uint options, uint mustBeZero, uint low, uint high, IntPtr overlapped);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", CharSet = CharSet.Unicode, SetLastError = true)]
        static extern bool Return(SafeFileHandle file, uint mustBeZero, uint low, uint high, IntPtr overlapped);

        readonly SafeFileHandle slot;
        readonly IntPtr overlapped;

        public DeploymentSlot(SafeFileHandle slot, IntPtr zeroedOverlapped)
        {
            this.slot = slot;
            this.overlapped = zeroedOverlapped;
        }

        public void Acquire()
        {
            const long noOptions = 0L;
            if (!Reserve(slot, {|LOCK1001:(uint)noOptions|}, 0, uint.MaxValue, uint.MaxValue, overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void Release()
        {
            if (!Return(slot, 0, uint.MaxValue, uint.MaxValue, overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
