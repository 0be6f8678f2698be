// A single byte is buffered as well.
using System;
using System.IO;

namespace Bytes
{
    class Flag
    {
        readonly string path;

        public Flag(string path) { this.path = path; }

        public void Raise()
        {
            using (FileStream fs = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                fs.Lock(0, long.MaxValue);
                try
                {
                    fs.WriteByte(1);
                }
                finally
                {
                    {|LOCK3009:fs.Unlock(0, long.MaxValue)|};
                }
            }
        }
    }
}
