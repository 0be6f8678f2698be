// Shared on purpose in other words: view, query, enumerate, copy out, back up; flock's LOCK_SH and F_RDLCK around reads only.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    public sealed class ReadersEverywhere
    {
        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, FlockOperation operation);

        [Flags]
        private enum FlockOperation
        {
            Shared = 1,
            Exclusive = 2,
            NonBlocking = 4,
            Unlock = 8,
        }

        private readonly SafeFileHandle _table;

        public ReadersEverywhere(SafeFileHandle table) => _table = table;

        public long Backup(Stream target)
        {
            using var _ = View();
            var buffer = new byte[81920];
            long total = 0;
            int n;
            while ((n = RandomAccess.Read(_table, buffer, total)) > 0)
            {
                target.Write(buffer, 0, n);
                total += n;
            }

            return total;
        }

        public IEnumerable<byte> Query(Func<byte, bool> where)
        {
            using (View())
            {
                var one = new byte[1];
                for (long at = 0; RandomAccess.Read(_table, one, at) == 1; at++)
                {
                    if (where(one[0]))
                        yield return one[0];
                }
            }
        }

        public string Export(string reportPath)
        {
            using var view = View();
            var bytes = new byte[RandomAccess.GetLength(_table)];
            RandomAccess.Read(_table, bytes, 0);
            string text = Convert.ToBase64String(bytes);
            File.WriteAllText(reportPath, text);
            return text;
        }

        private IDisposable View()
        {
            while (flock(_table, FlockOperation.Shared) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }

            return new Visit(_table);
        }

        private sealed class Visit : IDisposable
        {
            private SafeFileHandle? _table;

            public Visit(SafeFileHandle table) => _table = table;

            public void Dispose()
            {
                if (_table is null)
                    return;
                flock(_table, FlockOperation.Unlock);
                _table = null;
            }
        }
    }
}
