// Faults: Install's catch returns while the OFD lock is held (3001), Remove's finally unlocks after a refusal (3003), Verify may throw in the gap (3002).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mixed.PackageManager.Native
{
    internal enum FcntlCommand { F_OFD_GETLK = 36, F_OFD_SETLK = 37, F_OFD_SETLKW = 38 }
    internal enum LockType : short { F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2 }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Flock
    {
        public LockType l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    internal static class Syscall
    {
        [DllImport("libc", SetLastError = true)]
        public static extern int fcntl(SafeFileHandle fd, FcntlCommand cmd, ref Flock lck);
    }
}

namespace Mixed.PackageManager
{
    using Native;

    public sealed class Package
    {
        public required string Name { get; init; }
        public required Version Version { get; init; }
        public List<string> Files { get; } = new();
    }

    public enum InstallResult { Installed, AlreadyThere, Failed, Busy }

    public sealed class PackageManager : IDisposable
    {
        private readonly SafeFileHandle _db;
        private readonly Dictionary<string, Package> _installed = new();
        private readonly string _root;

        public PackageManager(string root)
        {
            _root = root;
            _db = File.OpenHandle(Path.Combine(root, "packages.db"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        public InstallResult Install(Package package, Func<string, Stream> open)
        {
            var write = new Flock { l_type = LockType.F_WRLCK };
            if ({|LOCK3001:Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLKW, ref write)|} == -1)
                throw new IOException("fcntl", Marshal.GetLastPInvokeError());

            var unlock = new Flock { l_type = LockType.F_UNLCK };
            try
            {
                foreach (string file in package.Files)
                {
                    using Stream source = open(file);
                    using FileStream target = File.Create(Path.Combine(_root, file));
                    source.CopyTo(target);
                }
                _installed[package.Name] = package;
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e.Message);
                return InstallResult.Failed;
            }

            Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref unlock);
            return InstallResult.Installed;
        }

        public InstallResult Upgrade(Package package, Action<Package, Package> upgrade)
        {
            var write = new Flock { l_type = LockType.F_WRLCK };
            var unlock = new Flock { l_type = LockType.F_UNLCK };
            if (Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref write) == -1)
            {
                int errno = Marshal.GetLastPInvokeError();
                return errno == 11 ? InstallResult.Busy : throw new IOException("fcntl", errno);
            }
            try
            {
                if (_installed.TryGetValue(package.Name, out Package? old) && old.Version >= package.Version)
                    return InstallResult.AlreadyThere;
                if (old is not null)
                    upgrade(old, package);
                _installed[package.Name] = package;
                return InstallResult.Installed;
            }
            finally
            {
                Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref unlock);
            }
        }

        public bool Remove(string name)
        {
            var write = new Flock { l_type = LockType.F_WRLCK };
            var unlock = new Flock { l_type = LockType.F_UNLCK };
            try
            {
                if ({|LOCK3003:Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref write)|} != 0)
                    return false;
                if (!_installed.Remove(name, out Package? package))
                    return false;
                foreach (string file in package.Files)
                    File.Delete(Path.Combine(_root, file));
                return true;
            }
            finally
            {
                Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref unlock);
            }
        }

        public IReadOnlyList<string> Verify()
        {
            var write = new Flock { l_type = LockType.F_WRLCK };
            var unlock = new Flock { l_type = LockType.F_UNLCK };
            if ({|LOCK3002:Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLKW, ref write)|} < 0)
                throw new IOException("fcntl", Marshal.GetLastPInvokeError());

            string[] present = Directory.GetFiles(_root, "*", SearchOption.AllDirectories);
            try
            {
                return _installed.Values.SelectMany(p => p.Files).Except(present).ToList();
            }
            finally
            {
                Syscall.fcntl(_db, FcntlCommand.F_OFD_SETLK, ref unlock);
            }
        }

        public void Dispose() => _db.Dispose();
    }
}
