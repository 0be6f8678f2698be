// The new file has no length yet, so the lock does not name it.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK2003
{
    public static class NewFiles
    {
        public static void Create(string path, Action<FileStream> fill)
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Lock(0, long.MaxValue);
            try
            {
                fill(file);
                file.Flush();
            }
            finally
            {
                file.Unlock(0, long.MaxValue);
            }
        }
    }
}
