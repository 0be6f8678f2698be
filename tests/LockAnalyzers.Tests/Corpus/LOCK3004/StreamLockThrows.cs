// FileStream.Lock throws on contention and the stream just opened is never closed then.
using System;
using System.IO;

namespace Addresses.Book
{
    public static class AddressBook
    {
        public static FileStream OpenExclusive(string fileName)
        {
            FileStream fs = new FileStream(fileName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            {|LOCK3004:fs.Lock(0, long.MaxValue)|};
            return fs;
        }
    }
}
