// A file that was just created has no length.
using System;
using System.IO;
using System.Text;

namespace NewFiles
{
    public static class NewFiles
    {
        public static void Create(string path, Action<FileStream> fill)
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
            long length = file.Length;
            file.Lock({|LOCK2003:0, length|});
            try
            {
                fill(file);
                file.Flush();
            }
            finally
            {
                file.Unlock(0, length);
            }
        }
    }
}
