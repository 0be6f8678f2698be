// The writer is disposed, leaving the stream open, and the stream flushed before the unlock; the reader likewise.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ValidCode.LOCK3009
{
    public sealed class LinesUnderLock
    {
        private readonly string path;

        public LinesUnderLock(string path) { this.path = path; }

        public void Replace(Func<IReadOnlyList<string>, IEnumerable<string>> change)
        {
            using FileStream stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.Lock(0, long.MaxValue);
            try
            {
                List<string> lines = new List<string>();
                using (StreamReader reader = new StreamReader(stream, Encoding.UTF8, true, 1024, leaveOpen: true))
                {
                    while (reader.ReadLine() is string line)
                        lines.Add(line);
                }

                string[] changed = change(lines).ToArray();
                stream.SetLength(0);
                using (StreamWriter writer = new StreamWriter(stream, new UTF8Encoding(false), 1024, leaveOpen: true))
                {
                    foreach (string line in changed)
                        writer.WriteLine(line);
                }

                stream.Flush(flushToDisk: true);
            }
            finally
            {
                stream.Unlock(0, long.MaxValue);
            }
        }

        public void Touch()
        {
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var writer = new StreamWriter(stream) { AutoFlush = true };
            stream.Lock(0, long.MaxValue);
            try
            {
                stream.Seek(0, SeekOrigin.End);
                writer.Write('\n');
                stream.Flush();
            }
            finally
            {
                stream.Unlock(0, long.MaxValue);
            }
        }
    }
}
